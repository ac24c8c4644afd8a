import * as layout from '../../kernels/assembly/layout.ts'

/** As many tiles as a product should have, so that several threads find work. */
export const WANTED_TILES = 16
/** Narrower than this, a tile packs its patches for less than they are used. */
export const LEAST_COLUMNS = 16

/** Few blocks of rows: narrower tiles, so that several threads find work. Depends on the plan only, never on the threads. */
export function columnsPerTile(rowBlocks: number, columns: number, most = layout.TILE_COLUMNS): number {
  const wanted = Math.ceil((columns * rowBlocks) / WANTED_TILES / 8) * 8
  return Math.min(most, Math.max(LEAST_COLUMNS, wanted))
}
