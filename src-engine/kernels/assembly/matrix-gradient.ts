import { PANELS_BYTES, REDUCTION_ROWS } from './layout'
import { packRows } from './matrix-panel'
import { multiplyColumns, TILE_BYTES } from './tile'
import { ceilDivide, storePart } from './vector'

/**
 * The weight gradient of the same layers: inputsᵀ · delta, the bias gradient in its last row. As in `weight-gradient.ts` the
 * batch is cut into chunks of `examplesPerChunk` examples, each with its own part of `gradient`.
 */
@unmanaged
export class MatrixGradient {
  /** (rows, depth) */
  input: usize
  rowsPerExample: u32
  depth: u32
  inputsPerTile: u32
  /** (rows, columns) */
  delta: usize
  columns: u32
  columnsPerTile: u32
  examplesPerChunk: u32
  /** 1: the biases have a row behind the last input's. */
  bias: u32
  /** (chunks, depth + bias, columns) */
  gradient: usize
}

export function matrixGradientTiles(g: MatrixGradient, count: u32): u32 {
  return (
    ceilDivide(count, g.examplesPerChunk) *
    ceilDivide(g.depth, g.inputsPerTile) *
    ceilDivide(g.columns, g.columnsPerTile)
  )
}

export function matrixGradientTile(g: MatrixGradient, tile: u32, count: u32, scratch: usize): void {
  const inputBlocks = ceilDivide(g.depth, g.inputsPerTile)
  const columnBlocks = ceilDivide(g.columns, g.columnsPerTile)
  const chunk = tile / (inputBlocks * columnBlocks)
  const block = tile - chunk * inputBlocks * columnBlocks
  const columnBlock = block / inputBlocks
  const from = (block - columnBlock * inputBlocks) * g.inputsPerTile
  const to = min(g.depth, from + g.inputsPerTile)
  const firstColumn = columnBlock * g.columnsPerTile
  const lastColumn = min(g.columns, firstColumn + g.columnsPerTile)
  const firstRow = chunk * g.examplesPerChunk * g.rowsPerExample
  const lastRow = min(count, (chunk + 1) * g.examplesPerChunk) * g.rowsPerExample
  const depthBytes: usize = g.depth << 2
  const stride: usize = g.columns << 2
  const sums = scratch + PANELS_BYTES
  const gradient = g.gradient + chunk * (g.depth + g.bias) * stride

  for (let row = firstRow; row < lastRow; row += REDUCTION_ROWS) {
    const rows = min<u32>(REDUCTION_ROWS, lastRow - row)
    const inputs = g.input + row * depthBytes + (from << 2)
    let sum = sums
    for (let n = firstColumn; n < lastColumn; n += 16) {
      const columns = lastColumn - n
      packRows(g.delta + row * stride + (n << 2), stride, rows, columns, scratch)
      for (
        let panel = scratch;
        panel == scratch || (panel == scratch + (rows << 5) && columns > 8);
        panel += rows << 5
      ) {
        for (let i: u32 = 0; i < to - from; i += 6, sum += TILE_BYTES) {
          multiplyColumns(inputs + (i << 2), depthBytes, panel, rows, sum, row == firstRow)
        }
      }
      if (from == 0 && g.bias) {
        const biases = gradient + g.depth * stride + (n << 2)
        addBiases(scratch, rows, biases, columns, row == firstRow)
        if (columns > 8) addBiases(scratch + (rows << 5), rows, biases + 32, columns - 8, row == firstRow)
      }
    }
  }

  let sum = sums
  for (let n = firstColumn; n < lastColumn; n += 8) {
    for (let i = from; i < to; i++, sum += 32) {
      const at = gradient + i * stride + (n << 2)
      storePart(at, v128.load(sum), lastColumn - n)
      if (lastColumn - n > 4) storePart(at + 16, v128.load(sum, 16), lastColumn - n - 4)
    }
    sum += ((6 - ((to - from) % 6)) % 6) << 5
  }
}

/** The columns of a panel added up, onto what earlier rows have left. */
function addBiases(panel: usize, rows: u32, into: usize, columns: u32, first: bool): void {
  let low = first ? f32x4.splat(0) : v128.load(into)
  let high = first ? f32x4.splat(0) : v128.load(into, 16)
  for (let row: u32 = 0; row < rows; row++, panel += 32) {
    low = f32x4.add(low, v128.load(panel))
    high = f32x4.add(high, v128.load(panel, 16))
  }
  storePart(into, low, columns)
  if (columns > 4) storePart(into + 16, high, columns - 4)
}
