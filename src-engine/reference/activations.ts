import type { Activation } from '../spec/network.ts'

/** a = f(z), one number at a time; softmax looks at a whole row and stands in `softmax.ts`. */
export function activate(activation: Activation, z: number): number {
  switch (activation) {
    case 'relu':
      return z < 0 ? 0 : z
    case 'sigmoid':
      return 1 / (1 + Math.exp(-z))
    case 'tanh':
      return Math.tanh(z)
    case 'linear':
    case 'softmax':
      return z
  }
}

/** f′(z) written by a = f(z): relu [a > 0] (0 at the kink), sigmoid a(1 − a), tanh 1 − a². */
export function derivative(activation: Activation, a: number): number {
  switch (activation) {
    case 'relu':
      return a > 0 ? 1 : 0
    case 'sigmoid':
      return a * (1 - a)
    case 'tanh':
      return 1 - a * a
    case 'linear':
    case 'softmax':
      return 1
  }
}
