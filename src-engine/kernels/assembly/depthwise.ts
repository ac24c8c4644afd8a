import { ActivatedLayer } from './layer'
import { addToTotals, ceilDivide, multiplyAdd, padded, storePart } from './vector'

/**
 * (examples, height, width, channels) → (examples, outHeight, outWidth, channels): convolution with one kernel per channel,
 * four channels at a time; no patches, because each number is used only K² times.
 */
@unmanaged
export class Depthwise extends ActivatedLayer {
  height: u32
  width: u32
  channels: u32
  outHeight: u32
  outWidth: u32
  kernelSize: u32
  strides: u32
  dilation: u32
  padTop: u32
  padLeft: u32
  /** (kernelSize, kernelSize, channels), then the biases (channels) when `bias` is 1. */
  weights: usize
  bias: u32
  examplesPerChunk: u32
  /** (chunks, taps and bias, channels in whole vectors) float64 */
  totals: usize
  /** (chunks, taps and bias, channels) */
  gradient: usize
}

/** One tile is one line of output. */
export function depthwiseTiles(d: Depthwise, count: u32): u32 {
  return count * d.outHeight
}

export function depthwiseTile(d: Depthwise, tile: u32): void {
  const pixel = d.channels << 2
  const example = tile / d.outHeight
  const top = (tile - example * d.outHeight) * d.strides - d.padTop
  const taps = d.kernelSize * d.kernelSize
  for (let ox: u32 = 0; ox < d.outWidth; ox++) {
    const left = ox * d.strides - d.padLeft
    for (let c: u32 = 0; c < d.channels; c += 4) {
      let sum = d.bias ? v128.load(d.weights + taps * pixel + (c << 2)) : f32x4.splat(0)
      for (let ky: u32 = 0; ky < d.kernelSize; ky++) {
        // Above and left of the picture coordinates wrap to huge numbers.
        const y = top + ky * d.dilation
        if (y >= d.height) continue
        for (let kx: u32 = 0; kx < d.kernelSize; kx++) {
          const x = left + kx * d.dilation
          if (x >= d.width) continue
          const value = v128.load(d.input + ((example * d.height + y) * d.width + x) * pixel + (c << 2))
          const weight = v128.load(d.weights + (ky * d.kernelSize + kx) * pixel + (c << 2))
          sum = multiplyAdd(value, weight, sum)
        }
      }
      const target = d.output + (tile * d.outWidth + ox) * pixel + (c << 2)
      storePart(target, d.activated(sum), d.channels - c)
    }
  }
}

/** One tile is one line of input; each pixel gathers from the outputs that looked at it. */
export function depthwiseInputGradientTiles(d: Depthwise, count: u32): u32 {
  return count * d.height
}

export function depthwiseInputGradientTile(d: Depthwise, tile: u32): void {
  const pixel = d.channels << 2
  const example = tile / d.height
  const y = tile - example * d.height
  for (let x: u32 = 0; x < d.width; x++) {
    const at = (tile * d.width + x) * pixel
    for (let c: u32 = 0; c < d.channels; c += 4) {
      let sum = f32x4.splat(0)
      for (let ky: u32 = 0; ky < d.kernelSize; ky++) {
        const oy = outputOf(y + d.padTop - ky * d.dilation, d.strides)
        if (oy >= d.outHeight) continue
        for (let kx: u32 = 0; kx < d.kernelSize; kx++) {
          const ox = outputOf(x + d.padLeft - kx * d.dilation, d.strides)
          if (ox >= d.outWidth) continue
          const delta = v128.load(d.outputDelta + ((example * d.outHeight + oy) * d.outWidth + ox) * pixel + (c << 2))
          const weight = v128.load(d.weights + (ky * d.kernelSize + kx) * pixel + (c << 2))
          sum = multiplyAdd(delta, weight, sum)
        }
      }
      storePart(d.inputDelta + at + (c << 2), d.throughBelow(at + (c << 2), sum), d.channels - c)
    }
  }
}

/** The output whose window begins at v; none (a huge number) between two windows and outside. */
function outputOf(v: u32, strides: u32): u32 {
  const o = v / strides
  return o * strides == v ? o : u32.MAX_VALUE
}

/** One tile is one tap (the last is the bias) over one chunk of examples. */
export function depthwiseWeightGradientTiles(d: Depthwise, count: u32): u32 {
  return ceilDivide(count, d.examplesPerChunk) * (d.kernelSize * d.kernelSize + d.bias)
}

export function depthwiseWeightGradientTile(d: Depthwise, tile: u32, count: u32): void {
  const taps = d.kernelSize * d.kernelSize
  const chunk = tile / (taps + d.bias)
  const tap = tile - chunk * (taps + d.bias)
  const totalBytes = padded(d.channels) << 3
  const totals = d.totals + tile * totalBytes
  memory.fill(totals, 0, totalBytes)
  const last = min(count, (chunk + 1) * d.examplesPerChunk)
  for (let example = chunk * d.examplesPerChunk; example < last; example++) {
    for (let oy: u32 = 0; oy < d.outHeight; oy++) addLine(d, example, oy, tap, totals)
  }
  const gradient = d.gradient + ((tile * d.channels) << 2)
  for (let c: u32 = 0; c < d.channels; c++) store<f32>(gradient + (c << 2), <f32>load<f64>(totals + (c << 3)))
}

function addLine(d: Depthwise, example: u32, oy: u32, tap: u32, totals: usize): void {
  const pixel = d.channels << 2
  const isBias = tap == d.kernelSize * d.kernelSize
  const ky = tap / d.kernelSize
  const kx = tap - ky * d.kernelSize
  const y = oy * d.strides - d.padTop + ky * d.dilation
  if (!isBias && y >= d.height) return
  const line = d.input + (example * d.height + y) * d.width * pixel
  const deltas = d.outputDelta + (example * d.outHeight + oy) * d.outWidth * pixel
  for (let c: u32 = 0; c < d.channels; c += 4) {
    let sum = f32x4.splat(0)
    for (let ox: u32 = 0; ox < d.outWidth; ox++) {
      const delta = v128.load(deltas + ox * pixel + (c << 2))
      const x = ox * d.strides - d.padLeft + kx * d.dilation
      if (isBias) sum = f32x4.add(sum, delta)
      else if (x < d.width) sum = multiplyAdd(v128.load(line + x * pixel + (c << 2)), delta, sum)
    }
    addToTotals(totals + (c << 3), sum)
  }
}
