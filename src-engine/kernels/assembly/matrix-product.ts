import { storeActivated, storeDelta } from './epilogue'
import { MATRIX_DEPTH, PANELS_BYTES } from './layout'
import { packColumns, packRows } from './matrix-panel'
import { multiplyRows, TILE_BYTES } from './tile'
import { ceilDivide } from './vector'

/**
 * Dense layers, and convolutions that look at single pixels: the inputs are a matrix as they stand, so they are read in place. Each
 * tile turns the weights it needs into panels of 8 columns itself, two at a time: a cache line.
 */
@unmanaged
export class MatrixProduct {
  /** (rows, depth): forward the inputs, back ∂C/∂z of the outputs. */
  input: usize
  /** 1, or the pixels of a picture. */
  rowsPerExample: u32
  depth: u32
  /** Forward (depth, columns), back (columns, depth). */
  weights: usize
  /** (rows, columns) */
  output: usize
  columns: u32
  rowsPerTile: u32
  columnsPerTile: u32
  /** Forward: the columns' biases, 0 where there are none; and what is applied to the output. */
  bias: usize
  activation: u32
  alpha: f32
  /** Back: what lies below, and the activation that made it. */
  below: usize
  belowActivation: u32
  belowAlpha: f32
}

export function matrixProductTiles(p: MatrixProduct, count: u32): u32 {
  return ceilDivide(count * p.rowsPerExample, p.rowsPerTile) * ceilDivide(p.columns, p.columnsPerTile)
}

export function matrixProductTile(p: MatrixProduct, tile: u32, count: u32, scratch: usize, backward: bool): void {
  const columnBlocks = ceilDivide(p.columns, p.columnsPerTile)
  const rowBlock = tile / columnBlocks
  const firstColumn = (tile - rowBlock * columnBlocks) * p.columnsPerTile
  const lastColumn = min(p.columns, firstColumn + p.columnsPerTile)
  const firstRow = rowBlock * p.rowsPerTile
  const rows = min(p.rowsPerTile, count * p.rowsPerExample - firstRow)
  const depthBytes: usize = p.depth << 2
  const input = p.input + firstRow * depthBytes
  const sums = scratch + PANELS_BYTES
  for (let n = firstColumn; n < lastColumn; n += 16) {
    const columns = lastColumn - n
    const panels: u32 = columns > 8 ? 2 : 1
    for (let k: u32 = 0; k < p.depth; k += MATRIX_DEPTH) {
      const depth = min<u32>(MATRIX_DEPTH, p.depth - k)
      if (backward) packColumns(p.weights + n * depthBytes + (k << 2), depthBytes, depth, columns, scratch)
      else packRows(p.weights + ((k * p.columns + n) << 2), p.columns << 2, depth, columns, scratch)
      let sum = sums
      for (let panel: u32 = 0; panel < panels; panel++) {
        const b = scratch + panel * (depth << 5)
        for (let m: u32 = 0; m < rows; m += 6, sum += TILE_BYTES) {
          multiplyRows(input + m * depthBytes + (k << 2), depthBytes, rows - m, b, depth, sum, k == 0)
        }
      }
    }
    storePanel(p, sums, firstRow, rows, n, columns, backward)
    if (panels == 2)
      storePanel(p, sums + ceilDivide(rows, 6) * TILE_BYTES, firstRow, rows, n + 8, columns - 8, backward)
  }
}

function storePanel(
  p: MatrixProduct,
  sum: usize,
  firstRow: u32,
  rows: u32,
  column: u32,
  columns: u32,
  backward: bool,
): void {
  const stride: usize = p.columns << 2
  const at = firstRow * stride + (column << 2)
  if (backward) {
    // Behind one another, as the rows of a panel's register tiles stand.
    for (let m: u32 = 0; m < rows; m++, sum += 32) {
      const row = at + m * stride
      storeDelta(p.output + row, p.below + row, sum, columns, p.belowActivation, p.belowAlpha)
    }
  } else {
    const bias = p.bias ? p.bias + (column << 2) : 0
    storeActivated(p.output + at, stride, sum, rows, columns, bias, p.activation, p.alpha)
  }
}
