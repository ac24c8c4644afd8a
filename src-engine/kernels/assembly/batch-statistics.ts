import { ActivatedLayer } from './layer'
import { ceilDivide, multiplyAdd64, padded, promoteHigh } from './vector'

/** Rows that pass at a time, summed in float32 before they join float64 totals: they stay in the first cache while the channels pass. */
export const BLOCK: u32 = 16

/**
 * Batch normalisation (Ioffe and Szegedy 2015), x and y = f(γ·x̂ + β): (examples, pixels, channels).
 * Mean and variance take one pass: sums of differences from any row of the batch, in float64, lose nothing of a variance,
 * wherever the mean lies (Chan, Golub and LeVeque 1983). They are cut into chunks of examples and added in order.
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
  /** Of the picture, for what pools it in the same pass. */
  width: u32
}

// Rows of `statistics`.
export const MEAN: u32 = 0
const VARIANCE: u32 = 1
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

/** γ / √(variance + ε) of four channels */
export function factorOf(b: BatchNorm, channel: u32): v128 {
  return f32x4.mul(v128.load(parameter(b, 0, channel)), v128.load(statistic(b, INVERSE, channel)))
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

/** Σ (x − s) and Σ (x − s)² of one chunk, s being the batch's first row. */
export function batchMomentsTile(b: BatchNorm, chunk: u32, count: u32): void {
  const pixel = b.channels << 2
  const sums = totalsOf(b, chunk, 0)
  const squares = totalsOf(b, chunk, 1)
  memory.fill(sums, 0, padded(b.channels) << 4)
  const end = min(count, (chunk + 1) * b.examplesPerChunk) * b.pixels
  for (let first = chunk * b.examplesPerChunk * b.pixels; first < end; first += BLOCK) {
    const rows = min(BLOCK, end - first)
    for (let c: u32 = 0; c < b.channels; c += 4) {
      const shift = v128.load(b.input + (c << 2))
      const sum = sums + (c << 3)
      const square = squares + (c << 3)
      let sumLow = v128.load(sum)
      let sumHigh = v128.load(sum, 16)
      let squareLow = v128.load(square)
      let squareHigh = v128.load(square, 16)
      let at = b.input + first * pixel + (c << 2)
      for (let row: u32 = 0; row < rows; row++, at += pixel) {
        const d = f32x4.sub(v128.load(at), shift)
        const low = f64x2.promote_low_f32x4(d)
        const high = promoteHigh(d)
        sumLow = f64x2.add(sumLow, low)
        sumHigh = f64x2.add(sumHigh, high)
        squareLow = multiplyAdd64(low, low, squareLow)
        squareHigh = multiplyAdd64(high, high, squareHigh)
      }
      v128.store(sum, sumLow)
      v128.store(sum, sumHigh, 16)
      v128.store(square, squareLow)
      v128.store(square, squareHigh, 16)
    }
  }
}

/** mean = s + Σ(x − s)/N, variance = Σ(x − s)²/N − (mean − s)² */
export function batchStatistics(b: BatchNorm, count: u32): void {
  const rows = <f64>(count * b.pixels)
  for (let c: u32 = 0; c < b.channels; c++) {
    const distance = total(b, count, 0, c) / rows
    store<f32>(statistic(b, MEAN, c), <f32>(<f64>load<f32>(b.input + (c << 2)) + distance))
    setVariance(b, c, Math.max(0, total(b, count, 1, c) / rows - distance * distance))
  }
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
