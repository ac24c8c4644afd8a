import { ceilDivide, firstLanes, storePart } from './vector'

/**
 * A batch with its examples side by side: (groups of 4 examples, features + 1, 4), a vector for each feature of four examples.
 * The last vector of a group holds 1 for every example and stands against the biases. Examples that are missing from the
 * last group are 0 everywhere.
 */
@unmanaged
export class Lanes {
  /** (examples, features) */
  rows: usize
  lanes: usize
  features: u32
  /** Examples of one tile, a multiple of 4. */
  examplesPerTile: u32
}

export function lanesTiles(l: Lanes, count: u32): u32 {
  return ceilDivide(count, l.examplesPerTile)
}

/** lanes ← rows */
export function toLanesTile(l: Lanes, tile: u32, count: u32): void {
  const rowBytes = l.features << 2
  const end = min(count, (tile + 1) * l.examplesPerTile)
  let target = l.lanes + tile * l.examplesPerTile * (rowBytes + 4)
  for (let example = tile * l.examplesPerTile; example < end; example += 4) {
    const present = firstLanes(i32x4.splat(-1), end - example)
    const row = l.rows + example * rowBytes
    for (let f: u32 = 0; f < l.features; f += 4, target += 64)
      transpose(row + (f << 2), rowBytes, target, 16, l.features - f, 4, present)
    target = l.lanes + (example + 4) * (rowBytes + 4)
    v128.store(target - 16, v128.and(f32x4.splat(1), present))
  }
}

/** rows ← lanes */
export function fromLanesTile(l: Lanes, tile: u32, count: u32): void {
  const rowBytes = l.features << 2
  const end = min(count, (tile + 1) * l.examplesPerTile)
  for (let example = tile * l.examplesPerTile; example < end; example += 4) {
    const row = l.rows + example * rowBytes
    const source = l.lanes + example * (rowBytes + 4)
    for (let f: u32 = 0; f < l.features; f += 4)
      transpose(source + (f << 4), 16, row + (f << 2), rowBytes, end - example, l.features - f, i32x4.splat(-1))
  }
}

/** A block of 4×4, of which `rows` rows and `columns` columns are stored, those that `kept` leaves out as 0. */
function transpose(
  source: usize,
  sourceBytes: usize,
  target: usize,
  targetBytes: usize,
  rows: u32,
  columns: u32,
  kept: v128,
): void {
  const a = v128.load(source)
  const b = v128.load(source + sourceBytes)
  const c = v128.load(source + 2 * sourceBytes)
  const d = v128.load(source + 3 * sourceBytes)
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5)
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5)
  storePart(target, v128.and(kept, i32x4.shuffle(ab, cd, 0, 1, 4, 5)), columns)
  if (rows == 1) return
  storePart(target + targetBytes, v128.and(kept, i32x4.shuffle(ab, cd, 2, 3, 6, 7)), columns)
  if (rows == 2) return
  const ba = i32x4.shuffle(a, b, 2, 6, 3, 7)
  const dc = i32x4.shuffle(c, d, 2, 6, 3, 7)
  storePart(target + 2 * targetBytes, v128.and(kept, i32x4.shuffle(ba, dc, 0, 1, 4, 5)), columns)
  if (rows > 3) storePart(target + 3 * targetBytes, v128.and(kept, i32x4.shuffle(ba, dc, 2, 3, 6, 7)), columns)
}
