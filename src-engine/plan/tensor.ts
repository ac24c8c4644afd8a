import * as layout from '../kernels/assembly/layout.ts'
import type { Activation } from '../spec/network.ts'
import type { Shape } from '../spec/shapes.ts'

/** A batch of values between two layers, and the gradient with respect to what made them. */
export interface Tensor {
  /** Address of a (examples, …shape) float32. */
  readonly value: number
  /** Address of ∂C/∂z of the same size, z being the value before `activation`; 0 where no gradient is needed. */
  readonly delta: number
  readonly shape: Shape
  /** The activation that made `value`; every operation that sends gradients down multiplies by its derivative. */
  readonly activation: Activation
}

/** Softmax is an operation of its own behind the last layer, which itself stays linear. */
export function activationCode(activation: Activation): number {
  switch (activation) {
    case 'relu':
      return layout.RELU
    case 'sigmoid':
      return layout.SIGMOID
    case 'tanh':
      return layout.TANH
    case 'linear':
    case 'softmax':
      return layout.LINEAR
    default:
      throw new RangeError(`There is no kernel for the activation ${activation}.`)
  }
}
