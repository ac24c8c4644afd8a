import { activate, throughActivation } from './activation'
import { BLOCK_COLUMNS, BLOCK_ROWS, PACKED_BYTES, PANEL_OFFSET, REDUCTION_ROWS, RELU, ROW } from './layout'
import { packRows, patchColumns, Patches } from './patches'
import { multiplyColumns, multiplyRows } from './tile'
import { ceilDivide, storePart } from './vector'

const TILE_BYTES: usize = 192

/** output = patches · weights: dense and convolution, forward (bias and activation inside) and back to the input. */
@unmanaged
export class Product extends Patches {
  /** Panels of 8 columns from `pack`. */
  weights: usize
  /** (rows, columns) */
  output: usize
  columns: u32
  columnsPerTile: u32
  /** Forward: applied to the output. */
  activation: u32
  alpha: f32
  /** Input gradient: what lies below, and the activation that made it. */
  below: usize
  belowActivation: u32
  belowAlpha: f32
}

export function productTiles(p: Product, count: u32): u32 {
  return ceilDivide(count * p.outHeight * p.outWidth, BLOCK_ROWS) * ceilDivide(p.columns, p.columnsPerTile)
}

export function productTile(p: Product, tile: u32, count: u32, scratch: usize, backward: bool): void {
  const rows = count * p.outHeight * p.outWidth
  const rowBlocks = ceilDivide(rows, BLOCK_ROWS)
  const columnBlock = tile / rowBlocks
  const firstRow = (tile - columnBlock * rowBlocks) * BLOCK_ROWS
  const blockRows = min<u32>(BLOCK_ROWS, rows - firstRow)
  const firstColumn = columnBlock * p.columnsPerTile
  const lastColumn = min(p.columns, firstColumn + p.columnsPerTile)
  const depth = patchColumns(p)
  const sums = scratch + PACKED_BYTES

  for (let k: u32 = 0; k < depth; k += BLOCK_COLUMNS) {
    const end = min(depth, k + BLOCK_COLUMNS)
    packRows(p, firstRow, blockRows, k, end, scratch)
    let sum = sums
    for (let n = firstColumn; n < lastColumn; n += 8) {
      const panel = p.weights + ((((n >> 3) * depth + k) << 3) << 2)
      for (let m: u32 = 0; m < blockRows; m += 6) {
        multiplyRows(scratch + m * (ROW * 4), panel, end - k, sum, k == 0)
        sum += TILE_BYTES
      }
    }
  }

  let sum = sums
  for (let n = firstColumn; n < lastColumn; n += 8) {
    for (let m: u32 = 0; m < blockRows; m += 6) {
      const offset = ((firstRow + m) * p.columns + n) << 2
      const tileRows = min<u32>(6, blockRows - m)
      const tileColumns = lastColumn - n
      if (backward) storeDelta(p, sum, offset, tileRows, tileColumns)
      else storeActivated(p, sum, offset, tileRows, tileColumns)
      sum += TILE_BYTES
    }
  }
}

/** output ← f(sums) */
function storeActivated(p: Product, sum: usize, offset: usize, rows: u32, columns: u32): void {
  const stride = p.columns << 2
  const activation = p.activation
  let out = p.output + offset
  if (columns >= 8 && activation <= <u32>RELU) {
    // The usual case without a branch per vector: −∞ as the least value leaves everything as it is.
    const least = f32x4.splat(activation == RELU ? 0 : -Infinity)
    for (let i: u32 = 0; i < rows; i++, sum += 32, out += stride) {
      v128.store(out, f32x4.pmax(v128.load(sum), least))
      v128.store(out, f32x4.pmax(v128.load(sum, 16), least), 16)
    }
    return
  }
  for (let i: u32 = 0; i < rows; i++, sum += 32, out += stride) {
    storePart(out, activate(activation, p.alpha, v128.load(sum)), columns)
    if (columns > 4) storePart(out + 16, activate(activation, p.alpha, v128.load(sum, 16)), columns - 4)
  }
}

/** output ← sums · f′, with f′ from the values below. */
function storeDelta(p: Product, sum: usize, offset: usize, rows: u32, columns: u32): void {
  const stride = p.columns << 2
  const activation = p.belowActivation
  const alpha = p.belowAlpha
  let out = p.output + offset
  let below = p.below + offset
  for (let i: u32 = 0; i < rows; i++, sum += 32, out += stride, below += stride) {
    storePart(out, throughActivation(activation, alpha, v128.load(below), v128.load(sum)), columns)
    if (columns <= 4) continue
    storePart(out + 16, throughActivation(activation, alpha, v128.load(below, 16), v128.load(sum, 16)), columns - 4)
  }
}

/**
 * Weight gradient: patchesᵀ · delta, the bias gradient in its last row. The sum over the batch is cut into chunks of
 * `examplesPerChunk` examples, each with its own part of `gradient`; the optimiser adds the parts in order.
 */
@unmanaged
export class WeightGradient extends Patches {
  /** (rows, columns) */
  delta: usize
  columns: u32
  columnsPerTile: u32
  examplesPerChunk: u32
  /** (chunks, patch columns, columns) */
  gradient: usize
}

export function weightGradientTiles(w: WeightGradient, count: u32): u32 {
  return (
    ceilDivide(count, w.examplesPerChunk) *
    ceilDivide(patchColumns(w), BLOCK_COLUMNS) *
    ceilDivide(w.columns, w.columnsPerTile)
  )
}

export function weightGradientTile(w: WeightGradient, tile: u32, count: u32, scratch: usize): void {
  const patchSize = patchColumns(w)
  const patchBlocks = ceilDivide(patchSize, BLOCK_COLUMNS)
  const columnBlocks = ceilDivide(w.columns, w.columnsPerTile)
  const chunk = tile / (patchBlocks * columnBlocks)
  const block = tile - chunk * patchBlocks * columnBlocks
  const columnBlock = block / patchBlocks
  const from = (block - columnBlock * patchBlocks) * BLOCK_COLUMNS
  const to = min(patchSize, from + BLOCK_COLUMNS)
  const firstColumn = columnBlock * w.columnsPerTile
  const lastColumn = min(w.columns, firstColumn + w.columnsPerTile)
  const pixels = w.outHeight * w.outWidth
  const firstRow = chunk * w.examplesPerChunk * pixels
  const lastRow = min(count, (chunk + 1) * w.examplesPerChunk) * pixels
  const stride = w.columns << 2
  const sums = scratch + PACKED_BYTES
  const panel = scratch + PANEL_OFFSET

  for (let row = firstRow; row < lastRow; row += REDUCTION_ROWS) {
    const rows = min<u32>(REDUCTION_ROWS, lastRow - row)
    packRows(w, row, rows, from, to, scratch)
    let sum = sums
    for (let n = firstColumn; n < lastColumn; n += 8) {
      packPanel(w.delta + row * stride + (n << 2), stride, rows, panel)
      for (let k = from; k < to; k += 6) {
        multiplyColumns(scratch + ((k - from) << 2), panel, rows, sum, row == firstRow)
        sum += TILE_BYTES
      }
    }
  }

  const gradient = w.gradient + chunk * patchSize * stride
  let sum = sums
  for (let n = firstColumn; n < lastColumn; n += 8) {
    for (let k = from; k < to; k += 6) {
      const tileRows = min<u32>(6, to - k)
      for (let i: u32 = 0; i < tileRows; i++) {
        const at = gradient + (k + i) * stride + (n << 2)
        storePart(at, v128.load(sum + (i << 5)), lastColumn - n)
        if (lastColumn - n > 4) storePart(at + 16, v128.load(sum + (i << 5), 16), lastColumn - n - 4)
      }
      sum += TILE_BYTES
    }
  }
}

/** Eight columns of `rows` rows side by side: read in place, rows a power of two apart would share one cache set. */
function packPanel(source: usize, stride: usize, rows: u32, panel: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    v128.store(panel, v128.load(source))
    v128.store(panel, v128.load(source, 16), 16)
    source += stride
    panel += 32
  }
}
