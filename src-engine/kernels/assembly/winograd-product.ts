import { activate, throughActivation } from './activation'
import { LINEAR, PACKED_BYTES, RELU, ROW } from './layout'
import { multiplyRows, TILE_BYTES } from './tile'
import { ceilDivide } from './vector'
import {
  BLOCK_CHANNELS,
  BLOCK_TILES,
  placeOf,
  PLACES,
  tilesPerExample,
  transformPatches,
  WinogradTiles,
} from './winograd-tiles'

/** Register tiles of one panel: six tiles of outputs each. */
const SIXES: u32 = BLOCK_TILES / 6

/** A convolution, forward (bias and activation inside) and back to its input: 16 products of transformed patches and weights. */
@unmanaged
export class WinogradProduct extends WinogradTiles {
  /** Panels of `winograd-weights.ts`. */
  weights: usize
  /** (rows, columns) */
  output: usize
  columns: u32
  columnsPerTile: u32
  /** Forward: added to the outputs; 0 where there is none. */
  bias: usize
  activation: u32
  alpha: f32
  /** Input gradient: what lies below, and the activation that made it. */
  below: usize
  belowActivation: u32
  belowAlpha: f32

  /** Forward f(z), back z · f′ with f′ from the values below; the usual activations without a call. */
  @inline
  storeOutput(at: usize, z: v128, backward: bool): void {
    const activation = backward ? this.belowActivation : this.activation
    if (activation == LINEAR) v128.store(this.output + at, z)
    else if (backward) {
      const below = v128.load(this.below + at)
      if (activation == RELU) v128.store(this.output + at, v128.and(z, f32x4.gt(below, f32x4.splat(0))))
      else v128.store(this.output + at, throughActivation(activation, this.belowAlpha, below, z))
    } else if (activation == RELU) v128.store(this.output + at, f32x4.pmax(z, f32x4.splat(0)))
    else v128.store(this.output + at, activate(activation, this.alpha, z))
  }
}

export function winogradProductTiles(w: WinogradProduct, count: u32): u32 {
  return ceilDivide(count * tilesPerExample(w), BLOCK_TILES) * ceilDivide(w.columns, w.columnsPerTile)
}

export function winogradProductTile(w: WinogradProduct, tile: u32, count: u32, scratch: usize, backward: bool): void {
  const allTiles = count * tilesPerExample(w)
  const blocks = ceilDivide(allTiles, BLOCK_TILES)
  const columnBlock = tile / blocks
  const first = (tile - columnBlock * blocks) * BLOCK_TILES
  const tiles = min<u32>(BLOCK_TILES, allTiles - first)
  const firstColumn = columnBlock * w.columnsPerTile
  const lastColumn = min(w.columns, firstColumn + w.columnsPerTile)
  const sums = scratch + PACKED_BYTES
  const depth = w.channels
  const panels = ceilDivide(w.columns, 8)
  // One line more than the sums take, so that the 16 places fall into different cache sets.
  const placeBytes: usize = ceilDivide(lastColumn - firstColumn, 8) * SIXES * TILE_BYTES + 64

  for (let from: u32 = 0; from < depth; from += BLOCK_CHANNELS) {
    const to = min(depth, from + BLOCK_CHANNELS)
    transformPatches(w, first, tiles, from, to, scratch)
    for (let place: u32 = 0; place < PLACES; place++) {
      const patches = placeOf(scratch, place)
      let sum = sums + place * placeBytes
      for (let n = firstColumn; n < lastColumn; n += 8, sum += SIXES * TILE_BYTES) {
        const panel = w.weights + (((place * panels + (n >> 3)) * depth + from) << 5)
        for (let six: u32 = 0; six * 6 < tiles; six++) {
          multiplyRows(patches + six * (6 * ROW * 4), ROW * 4, 6, panel, to - from, sum + six * TILE_BYTES, from == 0)
        }
      }
    }
  }
  storeOutputs(w, first, tiles, firstColumn, lastColumn, sums, placeBytes, backward)
}

/** Aᵀ M A of every tile, and what follows. Aᵀ = ((1, 1, 1, 0), (0, 1, −1, −1)) */
function storeOutputs(
  w: WinogradProduct,
  first: u32,
  tiles: u32,
  firstColumn: u32,
  lastColumn: u32,
  sums: usize,
  placeBytes: usize,
  backward: bool,
): void {
  const pixelBytes: usize = w.columns << 2
  const lineBytes = w.outWidth * pixelBytes
  const wide = w.tilesWide
  const high = w.tilesHigh
  let ty = first / wide
  let tx = first - ty * wide
  let example = ty / high
  ty -= example * high
  for (let tile: u32 = 0; tile < tiles; tile++) {
    const row = (example * w.outHeight + 2 * ty) * w.outWidth + 2 * tx
    const isWide = (tx << 1) + 1 < w.outWidth
    const isHigh = (ty << 1) + 1 < w.outHeight
    const six = tile / 6
    let sum = sums + six * TILE_BYTES + ((tile - six * 6) << 5)
    for (let n = firstColumn; n < lastColumn; n += 4) {
      let m = sum
      let m0 = v128.load(m)
      let m1 = v128.load((m += placeBytes))
      let m2 = v128.load((m += placeBytes))
      let m3 = v128.load((m += placeBytes))
      let left = f32x4.add(f32x4.add(m0, m1), m2)
      let right = f32x4.sub(f32x4.sub(m1, m2), m3)
      m0 = v128.load((m += placeBytes))
      m1 = v128.load((m += placeBytes))
      // A bias at this place alone comes out in all four.
      if (w.bias) m1 = f32x4.add(m1, v128.load(w.bias + (n << 2)))
      m2 = v128.load((m += placeBytes))
      m3 = v128.load((m += placeBytes))
      const left1 = f32x4.add(f32x4.add(m0, m1), m2)
      const right1 = f32x4.sub(f32x4.sub(m1, m2), m3)
      m0 = v128.load((m += placeBytes))
      m1 = v128.load((m += placeBytes))
      m2 = v128.load((m += placeBytes))
      m3 = v128.load((m += placeBytes))
      const left2 = f32x4.add(f32x4.add(m0, m1), m2)
      const right2 = f32x4.sub(f32x4.sub(m1, m2), m3)
      left = f32x4.add(f32x4.add(left, left1), left2)
      right = f32x4.add(f32x4.add(right, right1), right2)
      m0 = v128.load((m += placeBytes))
      m1 = v128.load((m += placeBytes))
      m2 = v128.load((m += placeBytes))
      m3 = v128.load((m += placeBytes))
      const lowLeft = f32x4.sub(f32x4.sub(left1, left2), f32x4.add(f32x4.add(m0, m1), m2))
      const lowRight = f32x4.sub(f32x4.sub(right1, right2), f32x4.sub(f32x4.sub(m1, m2), m3))
      const at = row * pixelBytes + (n << 2)
      w.storeOutput(at, left, backward)
      if (isWide) w.storeOutput(at + pixelBytes, right, backward)
      if (isHigh) w.storeOutput(at + lineBytes, lowLeft, backward)
      if (isHigh && isWide) w.storeOutput(at + lineBytes + pixelBytes, lowRight, backward)
      sum += n & 4 ? <usize>SIXES * TILE_BYTES - 16 : 16
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
