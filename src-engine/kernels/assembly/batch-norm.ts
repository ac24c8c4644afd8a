import {
  BatchNorm,
  BLOCK,
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

/** About so many numbers make a tile of the passes that change every number. */
const TILE: u32 = 8192

function rowsPerTile(b: BatchNorm): u32 {
  return max<u32>(1, TILE / b.channels)
}

export function batchNormTiles(b: BatchNorm, count: u32): u32 {
  return ceilDivide(count * b.pixels, rowsPerTile(b))
}

/** y = f((x − mean) · γ/√(variance + ε) + β) */
export function batchNormTile(b: BatchNorm, tile: u32, count: u32): void {
  const pixel = b.channels << 2
  const last = min(count * b.pixels, (tile + 1) * rowsPerTile(b))
  for (let row = tile * rowsPerTile(b); row < last; row++) {
    for (let c: u32 = 0; c < b.channels; c += 4) {
      const at = row * pixel + (c << 2)
      const factor = f32x4.mul(v128.load(parameter(b, 0, c)), v128.load(statistic(b, INVERSE, c)))
      const centred = f32x4.sub(v128.load(b.input + at), v128.load(statistic(b, MEAN, c)))
      const z = multiplyAdd(centred, factor, v128.load(parameter(b, 1, c)))
      storePart(b.output + at, b.activated(z), b.channels - c)
    }
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
    const last = min(end, first + BLOCK)
    for (let c: u32 = 0; c < b.channels; c += 4) {
      const mean = v128.load(statistic(b, MEAN, c))
      let sum = f32x4.splat(0)
      let product = f32x4.splat(0)
      for (let row = first; row < last; row++) {
        const at = row * pixel + (c << 2)
        const delta = v128.load(b.outputDelta + at)
        sum = f32x4.add(sum, delta)
        product = multiplyAdd(delta, f32x4.sub(v128.load(b.input + at), mean), product)
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

/** dx = γ/√(variance + ε) · (δ − Σδ/N − x̂·Σδx̂/N), times f′ of what made x. */
export function batchNormGradientTile(b: BatchNorm, tile: u32, count: u32): void {
  const pixel = b.channels << 2
  const last = min(count * b.pixels, (tile + 1) * rowsPerTile(b))
  for (let row = tile * rowsPerTile(b); row < last; row++) {
    for (let c: u32 = 0; c < b.channels; c += 4) {
      const at = row * pixel + (c << 2)
      const factor = f32x4.mul(v128.load(parameter(b, 0, c)), v128.load(statistic(b, INVERSE, c)))
      const centred = f32x4.sub(v128.load(b.input + at), v128.load(statistic(b, MEAN, c)))
      const mean = multiplyAdd(centred, v128.load(statistic(b, SLOPE, c)), v128.load(statistic(b, MEAN_DELTA, c)))
      const dx = f32x4.mul(factor, f32x4.sub(v128.load(b.outputDelta + at), mean))
      storePart(b.inputDelta + at, b.throughBelow(at, dx), b.channels - c)
    }
  }
}
