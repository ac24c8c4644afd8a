import type { OptimizerSpec } from '../spec/training.ts'
import { at } from './array.ts'

/** What an optimiser remembers: momentum its velocity in `first`, Adam both moments. All start at 0. */
export interface OptimizerState {
  readonly step: number
  readonly first: Float64Array
  readonly second: Float64Array
}

export function initialState(length: number): OptimizerState {
  return { step: 0, first: new Float64Array(length), second: new Float64Array(length) }
}

/**
 * One update as a pure function: weights and state in, weights and state out.
 * SGD:       w ← w − η·g
 * Momentum:  v ← µ·v − η·g,  w ← w + v                                   (Keras' form)
 * Adam:      m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²
 *            w ← w − η · m̂ / (√v̂ + ε),  m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)   (Kingma and Ba 2015, algorithm 1)
 */
export function optimizerStep(
  optimizer: OptimizerSpec,
  w: Float64Array,
  g: Float64Array,
  state: OptimizerState,
): { readonly weights: Float64Array; readonly state: OptimizerState } {
  const step = state.step + 1
  if (optimizer.type === 'sgd') {
    const { learningRate, momentum } = optimizer
    const velocity = state.first.map((v, i) => momentum * v - learningRate * at(g, i))
    return {
      weights: w.map((value, i) => value + at(velocity, i)),
      state: { step, first: velocity, second: state.second },
    }
  }
  const { learningRate, beta1, beta2, epsilon } = optimizer
  const first = state.first.map((m, i) => beta1 * m + (1 - beta1) * at(g, i))
  const second = state.second.map((v, i) => beta2 * v + (1 - beta2) * at(g, i) ** 2)
  const weights = w.map((value, i) => {
    const mean = at(first, i) / (1 - beta1 ** step)
    const square = at(second, i) / (1 - beta2 ** step)
    return value - (learningRate * mean) / (Math.sqrt(square) + epsilon)
  })
  return { weights, state: { step, first, second } }
}
