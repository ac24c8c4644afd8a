import { initialAccumulatorOf, type OptimizerSpec } from '../../spec/optimizer.ts'
import { at } from '../array.ts'
import type { OptimizerState, Update } from './optimizer.ts'

/**
 * Adagrad (Duchi, Hazan and Singer 2011): weights that moved much move less.
 * G = G₀ + Σ g²
 * keras:    w ← w − η·g / √(G + ε),    G₀ = 0.1
 * pytorch:  w ← w − η·g / (√G + ε),    G₀ = 0, as in the paper
 * The sum Σ g² is `first`; G₀ is `initialAccumulatorValue` where the spec has one.
 */
export function adagrad(
  spec: Extract<OptimizerSpec, { type: 'adagrad' }>,
  w: Float64Array,
  g: Float64Array,
  state: OptimizerState,
): Update {
  const { learningRate, epsilon, variant } = spec
  const initial = initialAccumulatorOf(spec)
  const first = state.first.map((sum, i) => sum + at(g, i) ** 2)
  const weights = w.map((value, i) => {
    const G = initial + at(first, i)
    const root = variant === 'keras' ? Math.sqrt(G + epsilon) : Math.sqrt(G) + epsilon
    return value - (learningRate * at(g, i)) / root
  })
  return { weights, state: { ...state, step: state.step + 1, first } }
}
