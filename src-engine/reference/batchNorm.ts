import { addAt, at } from './array.ts'
import type { Tensors } from './tensors.ts'

/** Mean and variance of each channel, (C) each. */
export interface ChannelStatistics {
  readonly mean: Float64Array
  /** 1/N Σ (x − mean)², N being the numbers of the channel. */
  readonly variance: Float64Array
}

/** Statistics of each channel over everything else. x: (…, C) */
export function channelStatistics(x: Float64Array, C: number): ChannelStatistics {
  const N = x.length / C
  const mean = new Float64Array(C)
  const variance = new Float64Array(C)
  x.forEach((value, i) => {
    addAt(mean, i % C, value / N)
  })
  x.forEach((value, i) => {
    addAt(variance, i % C, (value - at(mean, i % C)) ** 2 / N)
  })
  return { mean, variance }
}

/** The statistics counted along while training, for predicting. */
export function movingStatistics(tensors: Tensors): ChannelStatistics {
  return { mean: tensors.get('movingMean'), variance: tensors.get('movingVariance') }
}

/**
 * Batch normalisation (Ioffe and Szegedy 2015): y = γ·x̂ + β, x̂ = (x − mean) / √(variance + ε).
 * x: (…, C)  γ, β: (C)  →  y: (…, C)
 * @param statistics of the batch while training, the moving ones when predicting
 */
export function batchNormForward(
  x: Float64Array,
  gamma: Float64Array,
  beta: Float64Array,
  { mean, variance }: ChannelStatistics,
  epsilon: number,
): Float64Array {
  const C = gamma.length
  return x.map((value, i) => {
    const c = i % C
    return (at(gamma, c) * (value - at(mean, c))) / Math.sqrt(at(variance, c) + epsilon) + at(beta, c)
  })
}

export interface NormGradients {
  readonly dx: Float64Array
  readonly dgamma: Float64Array
  readonly dbeta: Float64Array
}

/**
 * With the batch's own statistics, which depend on x too:
 * dγ = Σ δ·x̂,  dβ = Σ δ,  dx = γ / √(variance + ε) · (δ − dβ/N − x̂·dγ/N)
 * delta: (…, C)
 */
export function batchNormBackward(
  x: Float64Array,
  gamma: Float64Array,
  delta: Float64Array,
  epsilon: number,
): NormGradients {
  const C = gamma.length
  const N = x.length / C
  const statistics = channelStatistics(x, C)
  const { dxhat, dgamma, dbeta, xhat } = affine(x, gamma, delta, statistics, epsilon)
  const dx = dxhat.map((d, i) => {
    const c = i % C
    const fromStatistics = (at(gamma, c) * (at(dbeta, c) + at(xhat, i) * at(dgamma, c))) / N
    return (d - fromStatistics) / Math.sqrt(at(statistics.variance, c) + epsilon)
  })
  return { dx, dgamma, dbeta }
}

/** With fixed statistics, as in predicting: dx = γ·δ / √(variance + ε). */
export function batchNormBackwardFixed(
  x: Float64Array,
  gamma: Float64Array,
  delta: Float64Array,
  statistics: ChannelStatistics,
  epsilon: number,
): NormGradients {
  const C = gamma.length
  const { dxhat, dgamma, dbeta } = affine(x, gamma, delta, statistics, epsilon)
  return { dx: dxhat.map((d, i) => d / Math.sqrt(at(statistics.variance, i % C) + epsilon)), dgamma, dbeta }
}

/** moving ← momentum · moving + (1 − momentum) · batch, for mean and variance (Keras; biased variance). */
export function countedAlong(moving: Float64Array, batch: Float64Array, momentum: number): Float64Array {
  return moving.map((value, c) => momentum * value + (1 - momentum) * at(batch, c))
}

/** The way back through y = γ·x̂ + β. */
function affine(
  x: Float64Array,
  gamma: Float64Array,
  delta: Float64Array,
  { mean, variance }: ChannelStatistics,
  epsilon: number,
) {
  const C = gamma.length
  const xhat = x.map((value, i) => (value - at(mean, i % C)) / Math.sqrt(at(variance, i % C) + epsilon))
  const dgamma = new Float64Array(C)
  const dbeta = new Float64Array(C)
  delta.forEach((d, i) => {
    addAt(dgamma, i % C, d * at(xhat, i))
    addAt(dbeta, i % C, d)
  })
  return { xhat, dgamma, dbeta, dxhat: delta.map((d, i) => d * at(gamma, i % C)) }
}
