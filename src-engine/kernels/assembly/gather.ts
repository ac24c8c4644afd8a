import { ceilDivide, storePart } from './vector'

const TILE: u32 = 8

/** Draws a batch from examples that stand in this memory. */
@unmanaged
export class Gather {
  /** (all examples, size) */
  table: usize
  /** Which of them are drawn, in their order in the batch. */
  rows: usize
  /** (examples, size) */
  batch: usize
  size: u32
}

export function gatherTiles(count: u32): u32 {
  return ceilDivide(count, TILE)
}

/** batch ← table[rows] */
export function gatherTile(g: Gather, tile: u32, count: u32): void {
  const size = g.size
  const end = min(count, (tile + 1) * TILE)
  for (let example = tile * TILE; example < end; example++) {
    const source = g.table + ((<usize>load<u32>(g.rows + (example << 2)) * size) << 2)
    const target = g.batch + ((example * size) << 2)
    for (let k: u32 = 0; k < size; k += 4) storePart(target + (k << 2), v128.load(source + (k << 2)), size - k)
  }
}
