import { activate, throughActivation } from './activation'
import { BLOCK_COLUMNS, BLOCK_ROWS, PACKED_BYTES, RELU, ROW } from './layout'
import { packRows, patchColumns, Patches } from './patches'
import { multiplyRows, TILE_BYTES } from './tile'
import { ceilDivide, storePart } from './vector'

/**
 * output = patches · weights: dense and convolution, forward (bias and activation inside) and back to the input. A tile packs
 * a block of patch rows that stays in the second cache, block of columns after block of columns, and multiplies it with the
 * packed panels of weights; what is done to the sums is done before they leave the first cache.
 */
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
  if (columns >= 8 && activation <= <u32>RELU) {
    // The usual case without a branch per vector: a mask of ones leaves everything as it is.
    const zero = f32x4.splat(0)
    const passes = i32x4.splat(activation == RELU ? 0 : -1)
    for (let i: u32 = 0; i < rows; i++, sum += 32, out += stride, below += stride) {
      const low = v128.or(passes, f32x4.gt(v128.load(below), zero))
      const high = v128.or(passes, f32x4.gt(v128.load(below, 16), zero))
      v128.store(out, v128.and(v128.load(sum), low))
      v128.store(out, v128.and(v128.load(sum, 16), high), 16)
    }
    return
  }
  for (let i: u32 = 0; i < rows; i++, sum += 32, out += stride, below += stride) {
    storePart(out, throughActivation(activation, alpha, v128.load(below), v128.load(sum)), columns)
    if (columns <= 4) continue
    storePart(out + 16, throughActivation(activation, alpha, v128.load(below, 16), v128.load(sum, 16)), columns - 4)
  }
}
