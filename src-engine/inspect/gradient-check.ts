import { centralDifference } from '../reference/central-difference.ts'
import { gradient, lossOf, type Batch } from '../reference/network.ts'
import type { NetworkSpec } from '../spec/network.ts'
import { inferShapes, sizeOf } from '../spec/shapes.ts'
import type { LossName } from '../spec/training.ts'
import { verdictOf, type Verdict } from './verdict.ts'

/** How well the gradients of some weights agree with central differences. */
export interface Agreement {
  /** ∂C/∂w of the weight whose two gradients differ most, by backpropagation. */
  readonly analytic: number
  /** The same by central difference. */
  readonly numeric: number
  /** ‖a − n‖∞ / max(‖a‖∞, ‖n‖∞) over the weights; 0 where both are 0 but for rounding. */
  readonly relativeError: number
  /** The band of the relative error; correct also where the difference is no more than rounding makes. */
  readonly verdict: Verdict
}

/** One trained tensor: the reference's gradient, and beside it the kernels'. */
export interface TensorCheck extends Agreement {
  /** Index of the layer in the network. */
  readonly layer: number
  /** `layer.tensor`, for example `0.kernel`. */
  readonly name: string
  /** Weights looked at. */
  readonly checked: number
  /** null without `kernels` to check. */
  readonly kernels: Agreement | null
}

export interface GradientCheckOptions {
  /** Half the distance of the two points, as in (C(w + ε) − C(w − ε)) / 2ε. */
  readonly epsilon?: number
  /** Weights checked per tensor, spread evenly; all when there are fewer. */
  readonly perTensor?: number
  /** Where the largest weight of each tensor alone is checked instead. */
  readonly largestOnly?: boolean
  /** The gradient to check, in the order of the weights; backpropagation's own unless given. */
  readonly gradient?: Float64Array
  /** The float32 gradient of the same batch at the same weights, in the order of the weights. */
  readonly kernels?: Float32Array
}

interface Difference {
  /** Of the weight. */
  readonly index: number
  readonly numeric: number
}

/** Where C's last digits come from: some dozens of roundings to 53 bits. */
const ROUNDING_64 = 32 * 2 ** -53
/** The kernels' sums are off by some last digits of 24 bits, whichever weight they are for. */
const ROUNDING_32 = 2 ** -22

/**
 * Compares backpropagation with central differences, tensor by tensor. One scale for a whole tensor, so that weights whose
 * gradient is nearly 0 do not blow the relative error up. Statistics are counted along, and frozen
 * tensors stay: they have no gradient.
 *
 * Where relu or maxPool2d has a kink between the two points, their difference is no slope. Nearer points, at ε/10 and
 * ε/100, are tried then, and the closest answer counts: no step brings a wrong gradient close.
 * @returns the tensors in storage order, each when it is asked for
 */
export function* checkGradient(
  network: NetworkSpec,
  loss: LossName,
  weights: Float64Array,
  batch: Batch,
  { epsilon = 1e-4, perTensor = 50, largestOnly = false, kernels, ...given }: GradientCheckOptions = {},
): Generator<TensorCheck> {
  const { gradient: own, loss: cost } = gradient(network, loss, weights, batch)
  const analytic = given.gradient ?? own
  const rounding = (ROUNDING_64 * (1 + Math.abs(cost))) / epsilon
  const rounding32 = ROUNDING_32 * Math.sqrt(analytic.reduce((sum, a) => sum + a * a, 0))
  let offset = 0
  for (const [layer, { parameters }] of inferShapes(network).entries())
    for (const { name, shape, isTrained } of parameters) {
      const start = offset
      offset += sizeOf(shape)
      if (!isTrained) continue
      const indices = largestOnly ? [largestOf(weights, start, offset)] : spread(start, sizeOf(shape), perTensor)
      const near = rounding + 1e-7 * largest(analytic, indices)
      const differences = indices.map((index) => ({ index, numeric: closest(index, near) }))
      yield {
        ...{ layer, name, checked: indices.length, ...agreement(analytic, differences, rounding) },
        kernels: kernels ? agreement(kernels, differences, rounding32) : null,
      }
    }

  function closest(index: number, near: number): number {
    const away = (numeric: number): number => Math.abs(numeric - (analytic[index] ?? NaN))
    let best = slope(index, epsilon)
    for (const step of [epsilon / 10, epsilon / 100]) {
      if (away(best) <= near) break
      const nearer = slope(index, step)
      if (away(nearer) < away(best)) best = nearer
    }
    return best
  }

  function slope(index: number, step: number): number {
    return centralDifference((shifted) => lossOf(network, loss, shifted, batch), weights, index, step).slope
  }
}

/** So many places at most, evenly. */
function spread(start: number, length: number, most: number): number[] {
  const count = Math.min(length, most)
  return Array.from({ length: count }, (_, i) => start + Math.floor((i * length) / count))
}

/** Where the largest weight is. */
export function largestOf(weights: Float64Array, start: number, end: number): number {
  let found = start
  for (let i = start; i < end; i++) if (Math.abs(weights[i] ?? 0) > Math.abs(weights[found] ?? 0)) found = i
  return found
}

function agreement(gradients: ArrayLike<number>, differences: readonly Difference[], rounding: number): Agreement {
  let worst = { analytic: 0, numeric: 0, difference: -1 }
  let scale = 0
  for (const { index, numeric } of differences) {
    const analytic = gradients[index] ?? NaN
    const difference = Math.abs(analytic - numeric)
    scale = Math.max(scale, Math.abs(analytic), Math.abs(numeric))
    // What is not a number is the worst there is.
    if (!(difference <= worst.difference) && !Number.isNaN(worst.difference)) worst = { analytic, numeric, difference }
  }
  const { analytic, numeric, difference } = worst
  const relativeError = scale <= rounding ? 0 : difference / scale
  return { analytic, numeric, relativeError, verdict: difference <= rounding ? 'correct' : verdictOf(relativeError) }
}

function largest(values: Float64Array, indices: readonly number[]): number {
  return indices.reduce((most, index) => Math.max(most, Math.abs(values[index] ?? NaN)), 0)
}
