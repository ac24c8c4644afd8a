import type { OptimizerSpec } from '../../spec/training.ts'
import { at } from '../array.ts'
import { meanOfGradients, meanOfSquares } from './moments.ts'
import type { OptimizerState, Update } from './optimizer.ts'

/**
 * Adam (Kingma and Ba 2015).
 * m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²
 * pytorch, algorithm 1:          w ← w − η · m̂ / (√v̂ + ε),  m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
 * keras, end of its section 2:   w ← w − η·√(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)
 * m is `first`, v `second`.
 */
export function adam(
  spec: Extract<OptimizerSpec, { type: 'adam' }>,
  w: Float64Array,
  g: Float64Array,
  state: OptimizerState,
): Update {
  const { learningRate, beta1, beta2, epsilon, variant } = spec
  const step = state.step + 1
  const first = meanOfGradients(state.first, g, beta1)
  const second = meanOfSquares(state.second, g, beta2)
  const correction1 = 1 - beta1 ** step
  const correction2 = 1 - beta2 ** step
  const weights = w.map((value, i) => {
    const m = at(first, i)
    const v = at(second, i)
    if (variant === 'keras')
      return value - (((learningRate * Math.sqrt(correction2)) / correction1) * m) / (Math.sqrt(v) + epsilon)
    return value - (learningRate * (m / correction1)) / (Math.sqrt(v / correction2) + epsilon)
  })
  return { weights, state: { step, first, second } }
}
