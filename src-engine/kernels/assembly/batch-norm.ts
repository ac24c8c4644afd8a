import { activateRest, isOn, leastOf, passesOf, throughRest } from './activation'
import {
  BatchNorm,
  BLOCK,
  factorOf,
  INVERSE,
  MEAN,
  MEAN_DELTA,
  parameter,
  SLOPE,
  statistic,
  total,
  totalsOf,
} from './batch-statistics'
import { addToTotals, ceilDivide, multiplyAdd, padded, storePart } from './vector'

// What belongs to four channels stays in registers while a block of rows passes, and the block in the first cache while the
// channels do.

/** About so many numbers make a tile of the passes that change every number. */
const TILE: u32 = 8192

function rowsPerTile(b: BatchNorm): u32 {
  return max<u32>(1, TILE / b.channels)
}

export function batchNormTiles(b: BatchNorm, count: u32): u32 {
  return ceilDivide(count * b.pixels, rowsPerTile(b))
}

/** z of x − mean */
export function normalised(centred: v128, factor: v128, beta: v128): v128 {
  return multiplyAdd(centred, factor, beta)
}

/** y = f((x − mean) · γ/√(variance + ε) + β) */
export function batchNormTile(b: BatchNorm, tile: u32, count: u32): void {
  const pixel = b.channels << 2
  const activation = b.activation
  const least = leastOf(activation)
  const last = min(count * b.pixels, (tile + 1) * rowsPerTile(b))
  for (let first = tile * rowsPerTile(b); first < last; first += BLOCK) {
    const rows = min(BLOCK, last - first)
    for (let c: u32 = 0; c < b.channels; c += 4) {
      const lanes = b.channels - c
      const mean = v128.load(statistic(b, MEAN, c))
      const factor = factorOf(b, c)
      const beta = v128.load(parameter(b, 1, c))
      let from = b.input + first * pixel + (c << 2)
      let to = b.output + first * pixel + (c << 2)
      for (let row: u32 = 0; row < rows; row++, from += pixel, to += pixel) {
        const z = normalised(f32x4.sub(v128.load(from), mean), factor, beta)
        storePart(to, f32x4.pmax(z, least), lanes)
      }
    }
    activateRest(activation, b.alpha, b.output + first * pixel, rows * b.channels)
  }
}

/** Σ δ and Σ δ(x − mean) of one chunk. */
export function batchDeltaSumsTile(b: BatchNorm, chunk: u32, count: u32): void {
  const pixel = b.channels << 2
  const deltas = totalsOf(b, chunk, 0)
  const products = totalsOf(b, chunk, 1)
  memory.fill(deltas, 0, padded(b.channels) << 4)
  const end = min(count, (chunk + 1) * b.examplesPerChunk) * b.pixels
  for (let first = chunk * b.examplesPerChunk * b.pixels; first < end; first += BLOCK) {
    const rows = min(BLOCK, end - first)
    for (let c: u32 = 0; c < b.channels; c += 4) {
      const mean = v128.load(statistic(b, MEAN, c))
      let sum = f32x4.splat(0)
      let product = f32x4.splat(0)
      let from = b.input + first * pixel + (c << 2)
      let deltaAt = b.outputDelta + first * pixel + (c << 2)
      for (let row: u32 = 0; row < rows; row++, from += pixel, deltaAt += pixel) {
        const delta = v128.load(deltaAt)
        sum = f32x4.add(sum, delta)
        product = multiplyAdd(delta, f32x4.sub(v128.load(from), mean), product)
      }
      addToTotals(deltas + (c << 3), sum)
      addToTotals(products + (c << 3), product)
    }
  }
}

/** dγ = Σ δ·x̂, dβ = Σ δ, and what the input's gradient needs of them. */
export function batchDeltaMeans(b: BatchNorm, count: u32): void {
  const rows = <f64>(count * b.pixels)
  for (let c: u32 = 0; c < b.channels; c++) {
    const inverse = <f64>load<f32>(statistic(b, INVERSE, c))
    const deltas = total(b, count, 0, c)
    const products = total(b, count, 1, c) * inverse
    store<f32>(b.gradient + (c << 2), <f32>products)
    store<f32>(b.gradient + ((b.channels + c) << 2), <f32>deltas)
    store<f32>(statistic(b, MEAN_DELTA, c), <f32>(deltas / rows))
    store<f32>(statistic(b, SLOPE, c), <f32>((products * inverse) / rows))
  }
}

/** dx of one number; see `batchNormGradientTile`. */
export function gradientOf(delta: v128, centred: v128, factor: v128, slope: v128, meanDelta: v128): v128 {
  return f32x4.mul(factor, f32x4.sub(delta, multiplyAdd(centred, slope, meanDelta)))
}

/** dx = γ/√(variance + ε) · (δ − Σδ/N − x̂·Σδx̂/N), times f′ of what made x. */
export function batchNormGradientTile(b: BatchNorm, tile: u32, count: u32): void {
  const pixel = b.channels << 2
  const activation = b.belowActivation
  const passes = passesOf(activation)
  const last = min(count * b.pixels, (tile + 1) * rowsPerTile(b))
  for (let first = tile * rowsPerTile(b); first < last; first += BLOCK) {
    const rows = min(BLOCK, last - first)
    for (let c: u32 = 0; c < b.channels; c += 4) {
      const lanes = b.channels - c
      const mean = v128.load(statistic(b, MEAN, c))
      const slope = v128.load(statistic(b, SLOPE, c))
      const meanDelta = v128.load(statistic(b, MEAN_DELTA, c))
      const factor = factorOf(b, c)
      const start = first * pixel + (c << 2)
      const below = b.below - b.input
      const deltaAt = b.outputDelta - b.input
      const to = b.inputDelta - b.input
      let from = b.input + start
      for (let row: u32 = 0; row < rows; row++, from += pixel) {
        const x = f32x4.sub(v128.load(from), mean)
        const dx = gradientOf(v128.load(from + deltaAt), x, factor, slope, meanDelta)
        storePart(from + to, v128.and(dx, isOn(v128.load(from + below), passes)), lanes)
      }
    }
    const at = first * pixel
    throughRest(activation, b.belowAlpha, b.below + at, b.inputDelta + at, rows * b.channels)
  }
}
