import { storeActivated } from './epilogue'
import { BLOCK_COLUMNS, BLOCK_ROWS, PACKED_BYTES, ROW } from './layout'
import { packRows, patchColumns, Patches } from './patches'
import { multiplyRows, TILE_BYTES } from './tile'
import { ceilDivide } from './vector'

/** output = f(patches · weights): convolutions, forward. */
@unmanaged
export class Product extends Patches {
  /** Panels of 8 columns from `pack`. */
  weights: usize
  /** (rows, columns) */
  output: usize
  columns: u32
  columnsPerTile: u32
  activation: u32
  alpha: f32
}

export function productTiles(p: Product, count: u32): u32 {
  return ceilDivide(count * p.outHeight * p.outWidth, BLOCK_ROWS) * ceilDivide(p.columns, p.columnsPerTile)
}

export function productTile(p: Product, tile: u32, count: u32, scratch: usize): void {
  const rows = count * p.outHeight * p.outWidth
  const rowBlocks = ceilDivide(rows, BLOCK_ROWS)
  const columnBlock = tile / rowBlocks
  const firstRow = (tile - columnBlock * rowBlocks) * BLOCK_ROWS
  const blockRows = min<u32>(BLOCK_ROWS, rows - firstRow)
  const firstColumn = columnBlock * p.columnsPerTile
  const lastColumn = min(p.columns, firstColumn + p.columnsPerTile)
  multiplyPatches(p, p.weights, firstRow, blockRows, firstColumn, lastColumn, scratch)

  const stride: usize = p.columns << 2
  const output = p.output + firstRow * stride
  let sum = scratch + PACKED_BYTES
  for (let n = firstColumn; n < lastColumn; n += 8, sum += ceilDivide(blockRows, 6) * TILE_BYTES) {
    // The rows of a panel's register tiles stand behind one another.
    storeActivated(output + (n << 2), stride, sum, blockRows, lastColumn - n, 0, p.activation, p.alpha)
  }
}

/**
 * Rows × columns of patches · weights, bias included, as register tiles behind the packed rows, panel after panel. A block of patch
 * rows is packed once and stays in the second cache while panel after panel of weights goes by.
 */
export function multiplyPatches(
  p: Patches,
  weights: usize,
  firstRow: u32,
  rows: u32,
  firstColumn: u32,
  lastColumn: u32,
  scratch: usize,
): void {
  const depth = patchColumns(p)
  // Without a single patch column the sums are still to be set to 0.
  for (let k: u32 = 0; k == 0 || k < depth; k += BLOCK_COLUMNS) {
    const end = min(depth, k + BLOCK_COLUMNS)
    if (end > k) packRows(p, firstRow, rows, k, end, scratch)
    let sum = scratch + PACKED_BYTES
    for (let n = firstColumn; n < lastColumn; n += 8) {
      const panel = weights + ((((n >> 3) * depth + k) << 3) << 2)
      for (let m: u32 = 0; m < rows; m += 6) {
        multiplyRows(scratch + m * (ROW * 4), ROW * 4, 6, panel, end - k, sum, k == 0)
        sum += TILE_BYTES
      }
    }
  }
}
