import { PACKED_BYTES, PANELS_BYTES, REDUCTION_ROWS } from './layout'
import { packRows } from './matrix-panel'
import { updateWeights } from './optimizers'
import { multiplyColumns, TILE_BYTES } from './tile'
import { Update } from './update'
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

/** The same where the batch is one chunk and a tile covers whole rows; the kernel's update and the biases' stand behind it. */
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
  const gradient = g.gradient + chunk * (g.depth + g.bias) * stride
  const biases = gradient + g.depth * stride + (firstColumn << 2)
  const moved = scratch + PACKED_BYTES
  const target = optimizer ? moved : gradient + from * stride + (firstColumn << 2)

  for (let row = firstRow; row < lastRow; row += REDUCTION_ROWS) {
    const rows = min<u32>(REDUCTION_ROWS, lastRow - row)
    const isFirst = row == firstRow
    const isLast = row + rows == lastRow
    const inputs = g.input + row * depthBytes + (from << 2)
    let sums = scratch + PANELS_BYTES
    for (let n: u32 = 0; n < lastColumn - firstColumn; n += 8) {
      const columns = lastColumn - firstColumn - n
      const panel = scratch + (n & 8 ? rows << 5 : 0)
      if ((n & 8) == 0) packRows(g.delta + row * stride + ((firstColumn + n) << 2), stride, rows, columns, panel)
      for (let i: u32 = 0; i < to - from; i += 6, sums += TILE_BYTES) {
        multiplyColumns(inputs + (i << 2), depthBytes, panel, rows, sums, isFirst)
        if (isLast) storeTile(sums, target + i * stride + (n << 2), stride, min<u32>(6, to - from - i), columns)
      }
      if (from == 0 && g.bias) addBiases(panel, rows, biases + (n << 2), columns, isFirst)
    }
  }
  if (!optimizer) return

  updateWeights(optimizer, kernelOf(g), from * g.columns, to * g.columns, moved, moved)
  if (from == 0 && g.bias) updateWeights(optimizer, biasOf(g), 0, g.columns, biases, biases)
}

function storeTile(sum: usize, target: usize, stride: usize, rows: u32, columns: u32): void {
  for (let i: u32 = 0; i < rows; i++, sum += 32, target += stride) {
    storePart(target, v128.load(sum), columns)
    if (columns > 4) storePart(target + 16, v128.load(sum, 16), columns - 4)
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
