import type { OptimizerSpec } from '../../spec/training.ts'
import { at } from '../array.ts'
import type { OptimizerState, Update } from './optimizer.ts'

/**
 * Adadelta (Zeiler 2012, algorithm 1): steps in the units of the weights, by the ratio of two running means.
 * E[g²] ← ρ·E[g²] + (1 − ρ)·g²
 * Δ = √(E[Δ²] + ε) / √(E[g²] + ε) · g,  E[Δ²] ← ρ·E[Δ²] + (1 − ρ)·Δ²
 * w ← w − η·Δ        (η = 1 in the paper)
 * E[g²] is `first`, E[Δ²] `second`.
 */
export function adadelta(
  spec: Extract<OptimizerSpec, { type: 'adadelta' }>,
  w: Float64Array,
  g: Float64Array,
  state: OptimizerState,
): Update {
  const { learningRate, rho, epsilon } = spec
  const first = state.first.map((mean, i) => rho * mean + (1 - rho) * at(g, i) ** 2)
  const delta = g.map((gi, i) => (Math.sqrt(at(state.second, i) + epsilon) / Math.sqrt(at(first, i) + epsilon)) * gi)
  const second = state.second.map((mean, i) => rho * mean + (1 - rho) * at(delta, i) ** 2)
  const weights = w.map((value, i) => value - learningRate * at(delta, i))
  return { weights, state: { step: state.step + 1, first, second } }
}
