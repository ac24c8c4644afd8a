import type { KernelLayout } from './weights.ts'

/** Pixels around a tile: border, gap, and the line of its label. */
export const TILE_GAP = 8
const BORDER = 2
const LABEL = 16

/** A tile is at least about this high, also where not all fit, and never higher than the second. */
const LOWEST = 36
const HIGHEST = 96

/** Screen pixels per weight, a whole number: as large as all tiles together still fit into width × height. */
export function tileScale(
  { height: rows, width: columns, channels, units }: KernelLayout,
  width: number,
  height: number,
): number {
  let scale = Math.ceil(LOWEST / Math.max(rows, 1))
  while ((scale + 1) * rows <= HIGHEST && fits(scale + 1)) scale++
  return scale

  function fits(next: number): boolean {
    const across = Math.floor((width + TILE_GAP) / (columns * channels * next + BORDER + TILE_GAP))
    const down = Math.ceil(units / across)
    return across > 0 && down * (rows * next + BORDER + LABEL + TILE_GAP) <= height + TILE_GAP
  }
}
