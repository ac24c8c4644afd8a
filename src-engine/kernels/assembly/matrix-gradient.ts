import { PACKED_BYTES, PANELS_BYTES, REDUCTION_ROWS } from './layout'
import { packRows } from './matrix-panel'
import { updateWeights } from './optimizers'
import { multiplyColumns, TILE_BYTES } from './tile'
import { Update } from './update'
import { ceilDivide, padded, storePart } from './vector'

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

/** The same where the batch is one chunk, with the update of the kernel and that of the biases behind it. */
@unmanaged
export class MatrixUpdate extends MatrixGradient {
  /** The opcode of the update. */
  optimizer: u32
}

export function matrixGradientTiles(g: MatrixGradient, count: u32): u32 {
  return (
    ceilDivide(count, g.examplesPerChunk) *
    ceilDivide(g.depth, g.inputsPerTile) *
    ceilDivide(g.columns, g.columnsPerTile)
  )
}

/** @param optimizer moves the tile's weights at once, so that their gradient never leaves the caches; 0: it is left in memory */
export function matrixGradientTile(g: MatrixGradient, tile: u32, count: u32, scratch: usize, optimizer: u32): void {
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

  const kept = scratch + PACKED_BYTES
  const width = lastColumn - firstColumn
  // Whole rows stand behind one another as the weights do, parts of rows in whole vectors.
  const isWhole = width == g.columns
  const keptBytes: usize = (isWhole ? width : padded(width)) << 2
  const panelBytes: usize = ceilDivide(to - from, 6) * TILE_BYTES
  for (let i = from; i < to; i++) {
    const row = optimizer ? kept + (i - from) * keptBytes : gradient + i * stride + (firstColumn << 2)
    let sum = sums + ((i - from) << 5)
    for (let n: u32 = 0; n < width; n += 8, sum += panelBytes) {
      storePart(row + (n << 2), v128.load(sum), width - n)
      if (width - n > 4) storePart(row + (n << 2) + 16, v128.load(sum, 16), width - n - 4)
    }
  }
  if (!optimizer) return

  const rows: u32 = isWhole ? to - from : 1
  for (let i = from; i < to; i += rows) {
    const first = i * g.columns + firstColumn
    const at = kept + (i - from) * keptBytes
    updateWeights(optimizer, kernelOf(g), first, first + rows * width, at, at)
  }
  if (from == 0 && g.bias) {
    const at = gradient + g.depth * stride + (firstColumn << 2)
    updateWeights(optimizer, biasOf(g), firstColumn, lastColumn, at, at)
  }
}

function kernelOf(g: MatrixGradient): Update {
  return changetype<Update>(changetype<usize>(g) + offsetof<MatrixUpdate>())
}

function biasOf(g: MatrixGradient): Update {
  return changetype<Update>(changetype<usize>(g) + offsetof<MatrixUpdate>() + offsetof<Update>())
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
