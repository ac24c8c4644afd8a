import type { OptimizerSpec } from '../../spec/training.ts'
import { at } from '../array.ts'
import { meanOfGradients, meanOfSquares } from './moments.ts'
import type { OptimizerState, Update } from './optimizer.ts'

type NadamSpec = Extract<OptimizerSpec, { type: 'nadam' }>

/**
 * Nadam: Adam with Nesterov's look ahead, w ← w − η · m̄ / (√v̂ + ε).
 * m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²,  v̂ = v / (1 − β₂ᵗ)
 * paper (Ruder 2016, section 4.8):  m̄ = (β₁m + (1 − β₁)g) / (1 − β₁ᵗ), the first m being bias-corrected by the same root
 * keras, pytorch (Dozat 2016):      m̄ = µ_(t+1)·m / (1 − Π_(i≤t+1) µ_i) + (1 − µ_t)·g / (1 − Π_(i≤t) µ_i)
 *                                   µ_t = β₁(1 − ½·0.96^(ψt)),  ψ = 1 (Keras) or 0.004 (PyTorch)
 * m is `first`, v `second`.
 */
export function nadam(spec: NadamSpec, w: Float64Array, g: Float64Array, state: OptimizerState): Update {
  const { learningRate, beta1, beta2, epsilon } = spec
  const step = state.step + 1
  const first = meanOfGradients(state.first, g, beta1)
  const second = meanOfSquares(state.second, g, beta2)
  const [ofMean, ofGradient] = shares(spec, step)
  const weights = w.map((value, i) => {
    const ahead = ofMean * at(first, i) + ofGradient * at(g, i)
    return value - (learningRate * ahead) / (Math.sqrt(at(second, i) / (1 - beta2 ** step)) + epsilon)
  })
  return { weights, state: { step, first, second } }
}

/** What m and g are multiplied by in m̄. */
function shares({ beta1, variant }: NadamSpec, step: number): [ofMean: number, ofGradient: number] {
  if (variant === 'paper') return [beta1 / (1 - beta1 ** step), (1 - beta1) / (1 - beta1 ** step)]
  const psi = variant === 'keras' ? 1 : 0.004
  const momentum = (t: number): number => beta1 * (1 - 0.5 * 0.96 ** (psi * t))
  let product = 1
  for (let t = 1; t <= step; t++) product *= momentum(t)
  const next = momentum(step + 1)
  return [next / (1 - product * next), (1 - momentum(step)) / (1 - product)]
}
