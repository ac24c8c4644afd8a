import type { OptimizerSpec } from '../../spec/training.ts'
import { at } from '../array.ts'
import { meanOfGradients } from './moments.ts'
import type { OptimizerState, Update } from './optimizer.ts'

/**
 * AdaMax (Kingma and Ba 2015, algorithm 2): Adam under the infinity norm.
 * m ← β₁m + (1 − β₁)g,  u ← max(β₂u, |g|),  w ← w − η / (1 − β₁ᵗ) · m / u
 * A weight whose gradients were all 0 has u = 0 and stays. m is `first`, u `second`.
 */
export function adamax(
  spec: Extract<OptimizerSpec, { type: 'adamax' }>,
  w: Float64Array,
  g: Float64Array,
  state: OptimizerState,
): Update {
  const { learningRate, beta1, beta2 } = spec
  const step = state.step + 1
  const first = meanOfGradients(state.first, g, beta1)
  const second = state.second.map((u, i) => Math.max(beta2 * u, Math.abs(at(g, i))))
  const rate = learningRate / (1 - beta1 ** step)
  const weights = w.map((value, i) => (at(second, i) === 0 ? value : value - (rate * at(first, i)) / at(second, i)))
  return { weights, state: { step, first, second } }
}
