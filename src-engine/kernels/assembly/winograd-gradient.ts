import { PACKED_BYTES, ROW } from './layout'
import { multiplyColumns, TILE_BYTES } from './tile'
import { ceilDivide } from './vector'
import {
  BLOCK_TILES,
  DELTAS_OFFSET,
  placeOf,
  PLACES,
  tilesPerExample,
  transformPatches,
  WinogradTiles,
} from './winograd-tiles'

/**
 * The weight gradient of the same convolution: Y is linear in g, so ∂C/∂g = Gᵀ[Σ (A δ Aᵀ) ⊙ (Bᵀ d B)]G, the sum going over the
 * tiles. As in `weight-gradient.ts` the batch is cut into chunks, and the bias gradient is the last row.
 */
@unmanaged
export class WinogradGradient extends WinogradTiles {
  /** (rows, columns) */
  delta: usize
  columns: u32
  columnsPerTile: u32
  channelsPerTile: u32
  examplesPerChunk: u32
  /** 1: the biases have a row behind the last tap. */
  bias: u32
  /** (chunks, 9·channels + bias, columns) */
  gradient: usize

  /** One row of Aδ times Aᵀ. */
  @inline
  storeDeltaRow(into: usize, placeBytes: usize, left: v128, right: v128): void {
    v128.store(into, left)
    v128.store(into + placeBytes, f32x4.add(left, right))
    v128.store(into + 2 * placeBytes, f32x4.sub(left, right))
    v128.store(into + 3 * placeBytes, f32x4.neg(right))
  }
}

export function winogradGradientTiles(w: WinogradGradient, count: u32): u32 {
  return (
    ceilDivide(count, w.examplesPerChunk) *
    ceilDivide(w.channels, w.channelsPerTile) *
    ceilDivide(w.columns, w.columnsPerTile)
  )
}

export function winogradGradientTile(w: WinogradGradient, tile: u32, count: u32, scratch: usize): void {
  const channelBlocks = ceilDivide(w.channels, w.channelsPerTile)
  const columnBlocks = ceilDivide(w.columns, w.columnsPerTile)
  const chunk = tile / (channelBlocks * columnBlocks)
  const block = tile - chunk * channelBlocks * columnBlocks
  const columnBlock = block / channelBlocks
  const from = (block - columnBlock * channelBlocks) * w.channelsPerTile
  const to = min(w.channels, from + w.channelsPerTile)
  const firstColumn = columnBlock * w.columnsPerTile
  const lastColumn = min(w.columns, firstColumn + w.columnsPerTile)
  const perExample = tilesPerExample(w)
  const firstTile = chunk * w.examplesPerChunk * perExample
  const lastTile = min(count, (chunk + 1) * w.examplesPerChunk) * perExample
  const panels = ceilDivide(lastColumn - firstColumn, 8)
  const sixes = ceilDivide(to - from, 6)
  const sums = scratch + PACKED_BYTES
  const deltas = scratch + DELTAS_OFFSET
  // One line more than they take, so that the 16 places fall into different cache sets.
  const sumsBytes: usize = panels * sixes * TILE_BYTES + 64
  const deltasBytes: usize = panels * BLOCK_TILES * 32 + 64

  const tap = w.channels * w.columns
  const gradient = w.gradient + ((chunk * (9 * tap + w.bias * w.columns) + firstColumn) << 2)
  const biases = w.bias ? gradient + 9 * (tap << 2) : 0

  for (let first = firstTile; first < lastTile; first += BLOCK_TILES) {
    const tiles = min<u32>(BLOCK_TILES, lastTile - first)
    transformPatches(w, first, tiles, from, to, scratch)
    transformDeltas(w, first, tiles, firstColumn, lastColumn, deltas, deltasBytes)
    if (biases && from == 0)
      addBiases(deltas + 5 * deltasBytes, lastColumn - firstColumn, tiles, biases, first == firstTile)
    for (let place: u32 = 0; place < PLACES; place++) {
      const patches = placeOf(scratch, place)
      let sum = sums + place * sumsBytes
      for (let panel: u32 = 0; panel < panels; panel++) {
        const b = deltas + place * deltasBytes + panel * (BLOCK_TILES * 32)
        for (let six: u32 = 0; six < sixes; six++, sum += TILE_BYTES) {
          multiplyColumns(patches + six * 24, ROW * 4, b, tiles, sum, first == firstTile)
        }
      }
    }
  }

  for (let c = from; c < to; c++) {
    const six = (c - from) / 6
    let sum = sums + six * TILE_BYTES + ((c - from - six * 6) << 5)
    for (let n = firstColumn; n < lastColumn; n += 4) {
      storeKernel(sum, sumsBytes, gradient + ((c * w.columns + n - firstColumn) << 2), tap << 2)
      sum += n & 4 ? <usize>sixes * TILE_BYTES - 16 : 16
    }
  }
}

/** A δ Aᵀ of columns [from, to) of these tiles, in panels of 8 columns; zeros where a tile reaches over the outputs' edge. */
function transformDeltas(
  w: WinogradGradient,
  first: u32,
  tiles: u32,
  from: u32,
  to: u32,
  into: usize,
  placeBytes: usize,
): void {
  const pixelBytes: usize = w.columns << 2
  const lineBytes = w.outWidth * pixelBytes
  const zero = f32x4.splat(0)
  const wide = w.tilesWide
  const high = w.tilesHigh
  let ty = first / wide
  let tx = first - ty * wide
  let example = ty / high
  ty -= example * high
  for (let tile: u32 = 0; tile < tiles; tile++, into += 32) {
    const isWide = (tx << 1) + 1 < w.outWidth
    const isHigh = (ty << 1) + 1 < w.outHeight
    const corner = w.delta + ((example * w.outHeight + 2 * ty) * w.outWidth + 2 * tx) * pixelBytes
    let target = into
    for (let n = from; n < to; n += 4) {
      const at = corner + (n << 2)
      const a = v128.load(at)
      const b = isWide ? v128.load(at + pixelBytes) : zero
      const c = isHigh ? v128.load(at + lineBytes) : zero
      const d = isHigh && isWide ? v128.load(at + lineBytes + pixelBytes) : zero
      w.storeDeltaRow(target, placeBytes, a, b)
      w.storeDeltaRow(target + 4 * placeBytes, placeBytes, f32x4.add(a, c), f32x4.add(b, d))
      w.storeDeltaRow(target + 8 * placeBytes, placeBytes, f32x4.sub(a, c), f32x4.sub(b, d))
      w.storeDeltaRow(target + 12 * placeBytes, placeBytes, f32x4.neg(c), f32x4.neg(d))
      target += n & 4 ? BLOCK_TILES * 32 - 16 : 16
    }
    tx += 1
    if (tx == wide) {
      tx = 0
      ty += 1
      if (ty == high) {
        ty = 0
        example += 1
      }
    }
  }
}

/** The biases' gradient: the place with the sum of a tile's four deltas, added over the tiles. */
function addBiases(place: usize, columns: u32, tiles: u32, into: usize, first: bool): void {
  for (let n: u32 = 0; n < columns; n += 4) {
    const from = place + (n >> 3) * (BLOCK_TILES * 32) + ((n & 4) << 2)
    let sum = first ? f32x4.splat(0) : v128.load(into + (n << 2))
    for (let tile: u32 = 0; tile < tiles; tile++) sum = f32x4.add(sum, v128.load(from + (tile << 5)))
    v128.store(into + (n << 2), sum)
  }
}

/** Gᵀ M G of four kernels: nine taps, `tapBytes` apart. */
function storeKernel(sums: usize, sumsBytes: usize, into: usize, tapBytes: usize): void {
  for (let y: u32 = 0; y < 3; y++) {
    const m0 = alongColumn(sums, sumsBytes, y)
    const m1 = alongColumn(sums + sumsBytes, sumsBytes, y)
    const m2 = alongColumn(sums + 2 * sumsBytes, sumsBytes, y)
    const m3 = alongColumn(sums + 3 * sumsBytes, sumsBytes, y)
    const half = f32x4.splat(0.5)
    const even = f32x4.mul(half, f32x4.add(m1, m2))
    v128.store(into, f32x4.add(m0, even))
    v128.store(into + tapBytes, f32x4.mul(half, f32x4.sub(m1, m2)))
    v128.store(into + 2 * tapBytes, f32x4.add(even, m3))
    into += 3 * tapBytes
  }
}

/** Gᵀ times one column of M, row y. */
function alongColumn(sums: usize, sumsBytes: usize, y: u32): v128 {
  const half = f32x4.splat(0.5)
  const m1 = v128.load(sums + 4 * sumsBytes)
  const m2 = v128.load(sums + 8 * sumsBytes)
  if (y == 1) return f32x4.mul(half, f32x4.sub(m1, m2))
  const even = f32x4.mul(half, f32x4.add(m1, m2))
  return y == 0 ? f32x4.add(v128.load(sums), even) : f32x4.add(even, v128.load(sums + 12 * sumsBytes))
}
