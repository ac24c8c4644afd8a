import * as layout from '../kernels/assembly/layout.ts'
import { alphaOf, type Activation } from '../spec/activation.ts'
import type { Shape } from '../spec/shapes.ts'

/** An activation as the kernels know it. */
export interface AppliedActivation {
  readonly code: number
  readonly alpha: number
}

export const LINEAR: AppliedActivation = { code: layout.LINEAR, alpha: 0 }

const CODES: Readonly<Record<Activation, number>> = {
  linear: layout.LINEAR,
  relu: layout.RELU,
  sigmoid: layout.SIGMOID,
  tanh: layout.TANH,
  leakyRelu: layout.LEAKY_RELU,
  elu: layout.ELU,
  gelu: layout.GELU,
  step: layout.STEP,
  softmax: layout.SOFTMAX,
}

/**
 * leakyRelu and elu with an α that is 0 as a float32 are relu: the kernels tell the slope from the value, which is then 0 for
 * every z < 0.
 */
export function appliedActivation(spec: { activation: Activation; alpha?: number | undefined }): AppliedActivation {
  const alpha = alphaOf(spec)
  const isRelu = (spec.activation === 'leakyRelu' || spec.activation === 'elu') && Math.fround(alpha) === 0
  return { code: isRelu ? layout.RELU : CODES[spec.activation], alpha }
}

/** A batch of values between two layers, and the gradient with respect to what made them. */
export interface Tensor {
  /** Address of a (examples, …shape) float32. */
  readonly value: number
  /** Address of ∂C/∂z of the same size, z being the value before `activation`; 0 where no gradient is needed. */
  readonly delta: number
  readonly shape: Shape
  /** The activation that made `value`; every operation that sends gradients down multiplies by its derivative. */
  readonly activation: AppliedActivation
  /** Address of what that derivative is worked out from: z for gelu, else `value`. */
  readonly slopeFrom: number
}

/** What an operation that sends gradients down to this tensor is told of it. */
export function belowOf({ slopeFrom, activation }: Tensor) {
  return { below: slopeFrom, belowActivation: activation.code, belowAlpha: activation.alpha }
}

/** The arguments of an operation that applies an activation. */
export function ownOf({ code, alpha }: AppliedActivation) {
  return { activation: code, alpha }
}
