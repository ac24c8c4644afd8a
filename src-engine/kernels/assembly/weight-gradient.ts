import { BLOCK_COLUMNS, PACKED_BYTES, PANEL_OFFSET, REDUCTION_ROWS, ROW } from './layout'
import { packRows, patchColumns, Patches } from './patches'
import { multiplyColumns, TILE_BYTES } from './tile'
import { ceilDivide, storePart } from './vector'

/**
 * The weight gradient of convolutions: patchesᵀ · delta, the bias gradient in its last row. The sum over the batch is cut
 * into chunks of `examplesPerChunk` examples, each with its own part of `gradient`; the optimiser adds the parts in order.
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
        multiplyColumns(scratch + ((k - from) << 2), ROW * 4, panel, rows, sum, row == firstRow)
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
