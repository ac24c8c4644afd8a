import type { OptimizerSpec } from '../../spec/training.ts'
import { at } from '../array.ts'
import type { OptimizerState, Update } from './optimizer.ts'

/**
 * Adagrad (Duchi, Hazan and Singer 2011): weights that moved much move less.
 * G ← G + g²
 * keras:    w ← w − η·g / √(G + ε)
 * pytorch:  w ← w − η·g / (√G + ε)
 * The sum G is `first`; it begins at 0 (Keras itself begins at 0.1).
 */
export function adagrad(
  spec: Extract<OptimizerSpec, { type: 'adagrad' }>,
  w: Float64Array,
  g: Float64Array,
  state: OptimizerState,
): Update {
  const { learningRate, epsilon, variant } = spec
  const first = state.first.map((sum, i) => sum + at(g, i) ** 2)
  const weights = w.map((value, i) => {
    const G = at(first, i)
    const root = variant === 'keras' ? Math.sqrt(G + epsilon) : Math.sqrt(G) + epsilon
    return value - (learningRate * at(g, i)) / root
  })
  return { weights, state: { ...state, step: state.step + 1, first } }
}
