import { at } from '../array.ts'

/** m ← β₁m + (1 − β₁)g */
export const meanOfGradients = (m: Float64Array, g: Float64Array, beta1: number): Float64Array =>
  m.map((mean, i) => beta1 * mean + (1 - beta1) * at(g, i))

/** v ← β₂v + (1 − β₂)g² */
export const meanOfSquares = (v: Float64Array, g: Float64Array, beta2: number): Float64Array =>
  v.map((mean, i) => beta2 * mean + (1 - beta2) * at(g, i) ** 2)
