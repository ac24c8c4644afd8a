import type { OptimizerSpec } from '../../spec/training.ts'
import { at } from '../array.ts'
import type { OptimizerState, Update } from './optimizer.ts'

/**
 * RMSprop (Tieleman and Hinton 2012, lecture 6.5): gradients divided by their recent size.
 * E[g²] ← ρ·E[g²] + (1 − ρ)·g²
 * keras:    w ← w − η·g / √(E[g²] + ε)
 * pytorch:  w ← w − η·g / (√E[g²] + ε)
 * E[g²] is `first`.
 */
export function rmsprop(
  spec: Extract<OptimizerSpec, { type: 'rmsprop' }>,
  w: Float64Array,
  g: Float64Array,
  state: OptimizerState,
): Update {
  const { learningRate, rho, epsilon, variant } = spec
  const first = state.first.map((mean, i) => rho * mean + (1 - rho) * at(g, i) ** 2)
  const weights = w.map((value, i) => {
    const mean = at(first, i)
    const root = variant === 'keras' ? Math.sqrt(mean + epsilon) : Math.sqrt(mean) + epsilon
    return value - (learningRate * at(g, i)) / root
  })
  return { weights, state: { ...state, step: state.step + 1, first } }
}
