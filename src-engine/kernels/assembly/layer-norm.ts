import { ActivatedLayer } from './layer'
import { addToTotals, ceilDivide, firstLanes, multiplyAdd, padded, storePart, sumLanes } from './vector'

/** About so many numbers make a forward tile. */
const TILE: u32 = 8192

/** Layer normalisation (Ba, Kiros and Hinton 2016) of each row of channels: x and y = f(γ·x̂ + β), (examples, rows, channels). */
@unmanaged
export class LayerNorm extends ActivatedLayer {
  rows: u32
  channels: u32
  /** γ, β: (2, channels) */
  parameters: usize
  epsilon: f32
  /** Mean and 1 / √(variance + ε) of each row: (examples, rows, 2) */
  statistics: usize
  examplesPerChunk: u32
  /** (chunks, 2, channels in whole vectors) float64 */
  totals: usize
  /** (chunks, 2, channels) */
  gradient: usize
}

function rowsPerTile(l: LayerNorm): u32 {
  return max<u32>(1, TILE / l.channels)
}

export function layerNormTiles(l: LayerNorm, count: u32): u32 {
  return ceilDivide(count * l.rows, rowsPerTile(l))
}

export function layerNormTile(l: LayerNorm, tile: u32, count: u32): void {
  const last = min(count * l.rows, (tile + 1) * rowsPerTile(l))
  const channels = l.channels
  for (let row = tile * rowsPerTile(l); row < last; row++) {
    const x = l.input + ((row * channels) << 2)
    const y = l.output + ((row * channels) << 2)
    let sum = f32x4.splat(0)
    for (let c: u32 = 0; c < channels; c += 4) sum = f32x4.add(sum, firstLanes(v128.load(x + (c << 2)), channels - c))
    const mean = f32x4.splat(sumLanes(sum) / <f32>channels)
    let squares = f32x4.splat(0)
    for (let c: u32 = 0; c < channels; c += 4) {
      const difference = firstLanes(f32x4.sub(v128.load(x + (c << 2)), mean), channels - c)
      squares = multiplyAdd(difference, difference, squares)
    }
    const variance = <f64>sumLanes(squares) / <f64>channels
    const inverse = f32x4.splat(<f32>(1 / Math.sqrt(variance + <f64>l.epsilon)))
    for (let c: u32 = 0; c < channels; c += 4) {
      const xhat = f32x4.mul(f32x4.sub(v128.load(x + (c << 2)), mean), inverse)
      const gamma = v128.load(l.parameters + (c << 2))
      const z = multiplyAdd(xhat, gamma, v128.load(l.parameters + ((channels + c) << 2)))
      storePart(y + (c << 2), l.activated(z), channels - c)
    }
    store<f32>(l.statistics + (row << 3), f32x4.extract_lane(mean, 0))
    store<f32>(l.statistics + (row << 3), f32x4.extract_lane(inverse, 0), 4)
  }
}

export function layerNormGradientTiles(l: LayerNorm, count: u32): u32 {
  return ceilDivide(count, l.examplesPerChunk)
}

/** One chunk of examples: dγ = Σ δ·x̂ and dβ = Σ δ over its rows, and their ∂C/∂x when `inputDelta` asks for it. */
export function layerNormGradientTile(l: LayerNorm, chunk: u32, count: u32): void {
  const channels = l.channels
  const rowBytes = padded(channels) << 3
  const gammas = l.totals + chunk * 2 * rowBytes
  const betas = gammas + rowBytes
  memory.fill(gammas, 0, 2 * rowBytes)
  const last = min(count, (chunk + 1) * l.examplesPerChunk) * l.rows
  for (let row = chunk * l.examplesPerChunk * l.rows; row < last; row++) {
    const at = (row * channels) << 2
    const mean = v128.load32_splat(l.statistics + (row << 3))
    const inverse = v128.load32_splat(l.statistics + (row << 3), 4)
    let sum = f32x4.splat(0)
    let product = f32x4.splat(0)
    for (let c: u32 = 0; c < channels; c += 4) {
      const delta = firstLanes(v128.load(l.outputDelta + at + (c << 2)), channels - c)
      const xhat = f32x4.mul(f32x4.sub(v128.load(l.input + at + (c << 2)), mean), inverse)
      const weighted = firstLanes(f32x4.mul(delta, xhat), channels - c)
      addToTotals(betas + (c << 3), delta)
      addToTotals(gammas + (c << 3), weighted)
      const gamma = firstLanes(v128.load(l.parameters + (c << 2)), channels - c)
      sum = multiplyAdd(gamma, delta, sum)
      product = multiplyAdd(gamma, weighted, product)
    }
    if (l.inputDelta) inputGradient(l, row, sumLanes(sum) / <f32>channels, sumLanes(product) / <f32>channels)
  }
  const gradient = l.gradient + chunk * 2 * (channels << 2)
  for (let c: u32 = 0; c < channels; c++) {
    store<f32>(gradient + (c << 2), <f32>load<f64>(gammas + (c << 3)))
    store<f32>(gradient + ((channels + c) << 2), <f32>load<f64>(betas + (c << 3)))
  }
}

/** With g = γ·δ: dx = (g − mean(g) − x̂·mean(g·x̂)) / √(variance + ε), times f′ of what made x. */
function inputGradient(l: LayerNorm, row: u32, meanOfG: f32, meanOfGx: f32): void {
  const channels = l.channels
  const at = (row * channels) << 2
  const mean = v128.load32_splat(l.statistics + (row << 3))
  const inverse = v128.load32_splat(l.statistics + (row << 3), 4)
  for (let c: u32 = 0; c < channels; c += 4) {
    const xhat = f32x4.mul(f32x4.sub(v128.load(l.input + at + (c << 2)), mean), inverse)
    const g = f32x4.mul(v128.load(l.parameters + (c << 2)), v128.load(l.outputDelta + at + (c << 2)))
    const shared = multiplyAdd(xhat, f32x4.splat(meanOfGx), f32x4.splat(meanOfG))
    const dx = f32x4.mul(f32x4.sub(g, shared), inverse)
    storePart(l.inputDelta + at + (c << 2), l.throughBelow(at + (c << 2), dx), channels - c)
  }
}
