import type { OptimizerSpec } from '../../spec/training.ts'
import { at } from '../array.ts'
import type { OptimizerState, Update } from './optimizer.ts'

type SgdSpec = Extract<OptimizerSpec, { type: 'sgd' }>

/**
 * Gradient descent:  w ← w − η·g
 * Momentum:          v ← µ·v − η·g,  w ← w + v                (Polyak 1964; Keras' form: η inside the velocity)
 * Nesterov, keras:   v ← µ·v − η·g,  w ← w + µ·v − η·g        (w is the point looked ahead to)
 * Nesterov, paper:   as momentum, but g is the gradient at w + µ·v    (Sutskever et al. 2013, equations 3 and 4)
 * The velocity is `first`.
 */
export function sgd(spec: SgdSpec, w: Float64Array, g: Float64Array, state: OptimizerState): Update {
  const { learningRate, momentum, nesterov, variant } = spec
  const first = state.first.map((v, i) => momentum * v - learningRate * at(g, i))
  const weights =
    nesterov && variant === 'keras'
      ? w.map((value, i) => value + momentum * at(first, i) - learningRate * at(g, i))
      : w.map((value, i) => value + at(first, i))
  return { weights, state: { ...state, step: state.step + 1, first } }
}

/** Where the next gradient is wanted: at w + µ·v for Nesterov as published, at w for everything else. */
export function lookAhead(spec: OptimizerSpec, w: Float64Array, state: OptimizerState): Float64Array {
  if (spec.type !== 'sgd' || !spec.nesterov || spec.variant !== 'paper') return w
  return w.map((value, i) => value + spec.momentum * at(state.first, i))
}
