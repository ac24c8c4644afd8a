import { sizeOf, type LayerInfo, type ParameterInfo } from '../spec/shapes.ts'
import { at, concat } from './array.ts'

/** λ of both penalties. */
export interface Penalties {
  readonly l1: number
  readonly l2: number
}

/** λ₁ Σ |w| + λ₂ Σ w² over the kernels, no ½ and no 1/n: what C has more than C₀. */
export function penalty(w: Float64Array, kernels: Float64Array, { l1, l2 }: Penalties): number {
  return w.reduce((sum, value, i) => sum + at(kernels, i) * (l1 * Math.abs(value) + l2 * value * value), 0)
}

/** g + ∂/∂w of the penalties: λ₁ sign(w) + 2λ₂w for kernels. At w = 0 the absolute value has slope 0. */
export function withPenalty(
  g: Float64Array,
  w: Float64Array,
  kernels: Float64Array,
  { l1, l2 }: Penalties,
): Float64Array {
  return g.map((value, i) => value + at(kernels, i) * (l1 * Math.sign(at(w, i)) + 2 * l2 * at(w, i)))
}

/**
 * Decoupled weight decay (Loshchilov and Hutter 2019): w ← w − η·λ·w for kernels, beside the optimiser's own step, so that
 * Adam does not divide it away.
 */
export function decayed(w: Float64Array, kernels: Float64Array, learningRate: number, decay: number): Float64Array {
  return w.map((value, i) => value - learningRate * decay * at(kernels, i) * value)
}

/** 1 for the weights of kernels, 0 for biases, scales and statistics, and for everything that is frozen. */
export const kernelMask = (infos: readonly LayerInfo[]): Float64Array =>
  maskOf(infos, ({ role, isTrained }) => role === 'kernel' && isTrained)

/** 1 for what a step moves, 0 for statistics and everything that is frozen. */
export const trainedMask = (infos: readonly LayerInfo[]): Float64Array => maskOf(infos, ({ isTrained }) => isTrained)

function maskOf(infos: readonly LayerInfo[], isIn: (parameter: ParameterInfo) => boolean): Float64Array {
  const tensors = infos.flatMap(({ parameters }) => parameters)
  return concat(...tensors.map((each) => new Float64Array(sizeOf(each.shape)).fill(isIn(each) ? 1 : 0)))
}
