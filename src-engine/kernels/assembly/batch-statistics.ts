import { ActivatedLayer } from './layer'
import { addToTotals, ceilDivide, multiplyAdd, padded } from './vector'

/** Rows summed in float32 before they join the float64 totals: they stay in the first cache while the channels pass. */
export const BLOCK: u32 = 32

/**
 * Batch normalisation (Ioffe and Szegedy 2015), x and y = f(γ·x̂ + β): (examples, pixels, channels). Mean and variance take a pass each, because their difference is exact
 * then, wherever the mean lies. Sums over the batch are cut into chunks of examples and added in order.
 */
@unmanaged
export class BatchNorm extends ActivatedLayer {
  pixels: u32
  channels: u32
  /** γ, β, moving mean, moving variance: (4, channels) */
  parameters: usize
  epsilon: f32
  momentum: f32
  examplesPerChunk: u32
  /** (chunks, 2, channels in whole vectors) float64 */
  totals: usize
  /** Rows of `STATISTIC` numbers, channels in whole vectors each. */
  statistics: usize
  /** (4, channels); nothing is written for the moving statistics. */
  gradient: usize
}

// Rows of `statistics`.
export const MEAN: u32 = 0
export const VARIANCE: u32 = 1
/** 1 / √(variance + ε) */
export const INVERSE: u32 = 2
/** Σ δ / N */
export const MEAN_DELTA: u32 = 3
/** Σ δ(x − mean) / (N · (variance + ε)) */
export const SLOPE: u32 = 4

export function statistic(b: BatchNorm, row: u32, channel: u32): usize {
  return b.statistics + ((row * padded(b.channels) + channel) << 2)
}

export function parameter(b: BatchNorm, row: u32, channel: u32): usize {
  return b.parameters + ((row * b.channels + channel) << 2)
}

export function totalsOf(b: BatchNorm, chunk: u32, second: u32): usize {
  return b.totals + (((chunk * 2 + second) * padded(b.channels)) << 3)
}

/** All chunks' totals of one channel, added in order. */
export function total(b: BatchNorm, count: u32, second: u32, channel: u32): f64 {
  let sum: f64 = 0
  for (let chunk: u32 = 0; chunk * b.examplesPerChunk < count; chunk++)
    sum += load<f64>(totalsOf(b, chunk, second) + (channel << 3))
  return sum
}

export function batchChunks(b: BatchNorm, count: u32): u32 {
  return ceilDivide(count, b.examplesPerChunk)
}

/** Σ x of one chunk. */
export function batchSumsTile(b: BatchNorm, chunk: u32, count: u32): void {
  const pixel = b.channels << 2
  const totals = totalsOf(b, chunk, 0)
  memory.fill(totals, 0, padded(b.channels) << 3)
  const end = min(count, (chunk + 1) * b.examplesPerChunk) * b.pixels
  for (let first = chunk * b.examplesPerChunk * b.pixels; first < end; first += BLOCK) {
    const last = min(end, first + BLOCK)
    for (let c: u32 = 0; c < b.channels; c += 4) {
      let sum = f32x4.splat(0)
      for (let row = first; row < last; row++) sum = f32x4.add(sum, v128.load(b.input + row * pixel + (c << 2)))
      addToTotals(totals + (c << 3), sum)
    }
  }
}

export function batchMeans(b: BatchNorm, count: u32): void {
  const rows = <f64>(count * b.pixels)
  for (let c: u32 = 0; c < b.channels; c++) store<f32>(statistic(b, MEAN, c), <f32>(total(b, count, 0, c) / rows))
}

/** Σ (x − mean)² of one chunk. */
export function batchSquaresTile(b: BatchNorm, chunk: u32, count: u32): void {
  const pixel = b.channels << 2
  const totals = totalsOf(b, chunk, 0)
  memory.fill(totals, 0, padded(b.channels) << 3)
  const end = min(count, (chunk + 1) * b.examplesPerChunk) * b.pixels
  for (let first = chunk * b.examplesPerChunk * b.pixels; first < end; first += BLOCK) {
    const last = min(end, first + BLOCK)
    for (let c: u32 = 0; c < b.channels; c += 4) {
      const mean = v128.load(statistic(b, MEAN, c))
      let sum = f32x4.splat(0)
      for (let row = first; row < last; row++) {
        const difference = f32x4.sub(v128.load(b.input + row * pixel + (c << 2)), mean)
        sum = multiplyAdd(difference, difference, sum)
      }
      addToTotals(totals + (c << 3), sum)
    }
  }
}

export function batchDeviations(b: BatchNorm, count: u32): void {
  const rows = <f64>(count * b.pixels)
  for (let c: u32 = 0; c < b.channels; c++) setVariance(b, c, total(b, count, 0, c) / rows)
}

/** Predicting: the moving statistics instead of the batch's. */
export function movingDeviations(b: BatchNorm): void {
  for (let c: u32 = 0; c < b.channels; c++) {
    store<f32>(statistic(b, MEAN, c), load<f32>(parameter(b, 2, c)))
    setVariance(b, c, <f64>load<f32>(parameter(b, 3, c)))
  }
}

function setVariance(b: BatchNorm, channel: u32, variance: f64): void {
  store<f32>(statistic(b, VARIANCE, channel), <f32>variance)
  store<f32>(statistic(b, INVERSE, channel), <f32>(1 / Math.sqrt(variance + <f64>b.epsilon)))
}

/** moving ← momentum · moving + (1 − momentum) · batch, mean and variance. */
export function moveStatistics(b: BatchNorm): void {
  for (let c: u32 = 0; c < b.channels; c++) {
    move(b, parameter(b, 2, c), load<f32>(statistic(b, MEAN, c)))
    move(b, parameter(b, 3, c), load<f32>(statistic(b, VARIANCE, c)))
  }
}

function move(b: BatchNorm, moving: usize, batch: f32): void {
  const momentum = <f64>b.momentum
  store<f32>(moving, <f32>(momentum * <f64>load<f32>(moving) + (1 - momentum) * <f64>batch))
}
