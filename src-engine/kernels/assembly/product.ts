import { activate, throughActivation } from './activation'
import { BLOCK_COLUMNS, BLOCK_ROWS, PACKED_BYTES, REDUCTION_ROWS, ROW } from './layout'
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
  /** Forward: applied to the output. Input gradient: the one whose values stand in `below`. */
  activation: u32
  below: usize
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
      const tileRows = min<u32>(6, blockRows - m)
      for (let i: u32 = 0; i < tileRows; i++) {
        const at = ((firstRow + m + i) * p.columns + n) << 2
        for (let half: u32 = 0; half < 8 && n + half < lastColumn; half += 4) {
          const offset = at + (half << 2)
          const value = v128.load(sum + (i << 5) + (half << 2))
          const result = backward
            ? throughActivation(p.activation, p.below ? v128.load(p.below + offset) : value, value)
            : activate(p.activation, value)
          storePart(p.output + offset, result, lastColumn - n - half)
        }
      }
      sum += TILE_BYTES
    }
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

  for (let row = firstRow; row < lastRow; row += REDUCTION_ROWS) {
    const rows = min<u32>(REDUCTION_ROWS, lastRow - row)
    packRows(w, row, rows, from, to, scratch)
    let sum = sums
    for (let n = firstColumn; n < lastColumn; n += 8) {
      const delta = w.delta + row * stride + (n << 2)
      for (let k = from; k < to; k += 6) {
        multiplyColumns(scratch + ((k - from) << 2), delta, stride, rows, sum, row == firstRow)
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
