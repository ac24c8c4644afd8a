import { describe, expect, it } from 'vitest'
import { initialState, lookAhead, optimizerStep } from '../../../src-engine/reference/optimizers.ts'
import { OptimizerSpec } from '../../../src-engine/spec/training.ts'
import { goldens } from '../support/goldens.ts'
import { expectGolden } from '../support/numbers.ts'

/** Every golden run by its name, and the spec that is to follow it. */
const runs: Record<string, object> = {
  'sgd {"eta": 0.01}': { type: 'sgd', learningRate: 0.01 },
  'momentum {"eta": 0.01, "gamma": 0.9}': { type: 'sgd', learningRate: 0.01, momentum: 0.9 },
  'momentum {"eta": 0.01, "gamma": 0.5}': { type: 'sgd', learningRate: 0.01, momentum: 0.5 },
  'nesterov {"eta": 0.01, "gamma": 0.9}': {
    ...{ type: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: true, variant: 'paper' },
  },
  'nesterov_keras {"eta": 0.01, "gamma": 0.9}': {
    ...{ type: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: true, variant: 'keras' },
  },
  'adagrad {"eps": 1e-08, "eta": 0.01}': { type: 'adagrad', epsilon: 1e-8, initialAccumulatorValue: 0 },
  'adagrad_eps_outside {"eps": 1e-10, "eta": 0.01}': {
    ...{ type: 'adagrad', learningRate: 0.01, epsilon: 1e-10, variant: 'pytorch' },
  },
  'adadelta {"eps": 1e-06, "rho": 0.9}': { type: 'adadelta', rho: 0.9, epsilon: 1e-6 },
  'adadelta {"eps": 1e-06, "rho": 0.95}': { type: 'adadelta', rho: 0.95, epsilon: 1e-6 },
  'adadelta {"eps": 1e-07, "lr": 0.001, "rho": 0.95}': { type: 'adadelta', learningRate: 0.001, epsilon: 1e-7 },
  'rmsprop {"eps": 1e-08, "eta": 0.001, "rho": 0.9}': { type: 'rmsprop', epsilon: 1e-8 },
  'rmsprop {"eps": 1e-07, "eta": 0.001, "rho": 0.9}': { type: 'rmsprop', epsilon: 1e-7 },
  'rmsprop_eps_outside {"eps": 1e-08, "eta": 0.01, "rho": 0.99}': {
    ...{ type: 'rmsprop', learningRate: 0.01, rho: 0.99, epsilon: 1e-8, variant: 'pytorch' },
  },
  'adam {"eps": 1e-08, "eta": 0.001}': { type: 'adam', epsilon: 1e-8 },
  'adam_epshat {"eps": 1e-07, "eta": 0.001}': { type: 'adam', epsilon: 1e-7, variant: 'keras' },
  'adamax {"eps": 1e-08, "eta": 0.002}': { type: 'adamax' },
  'nadam_ruder {"eps": 1e-08, "eta": 0.002}': { type: 'nadam', epsilon: 1e-8, variant: 'paper' },
  'nadam_schedule {"eps": 1e-08, "eta": 0.002}': { type: 'nadam', epsilon: 1e-8, variant: 'pytorch' },
  'nadam_schedule {"eps": 1e-07, "eta": 0.001, "psi": 1.0}': {
    ...{ type: 'nadam', learningRate: 0.001, epsilon: 1e-7, variant: 'keras' },
  },
}

describe('three steps on ½(x² + 10y²)', () => {
  it('has a spec for every golden run', () => {
    expect(Object.keys(runs)).toEqual(Object.keys(goldens.optimisers.runs))
  })

  it.each(Object.entries(runs))('%s', (name, input) => {
    const optimizer = OptimizerSpec.parse(input)
    let theta = Float64Array.from(goldens.optimisers.theta0)
    let state = initialState(2)
    for (const expected of goldens.optimisers.runs[name]!) {
      const [x = NaN, y = NaN] = lookAhead(optimizer, theta, state)
      const update = optimizerStep(optimizer, theta, Float64Array.of(x, 10 * y), state)
      theta = Float64Array.from(update.weights)
      state = update.state
      expectGolden(theta, expected.theta)
    }
    expect(state.step).toBe(3)
  })
})

it('momentum under a constant gradient grows towards η / (1 − µ)', () => {
  const { alpha, eta, g, step_sizes } = goldens.momentum_constant_gradient
  const optimizer = OptimizerSpec.parse({ type: 'sgd', learningRate: eta, momentum: alpha })
  let w = Float64Array.of(0)
  let state = initialState(1)
  for (const size of step_sizes) {
    const update = optimizerStep(optimizer, w, Float64Array.of(g), state)
    expectGolden([w[0]! - update.weights[0]!], [size])
    w = Float64Array.from(update.weights)
    state = update.state
  }
})

it.each(Object.entries(goldens.gradient_descent_1d.eta))('descends x² with η %s', (eta, path) => {
  const optimizer = OptimizerSpec.parse({ type: 'sgd', learningRate: Number(eta) })
  let x = Float64Array.of(goldens.gradient_descent_1d.x0)
  for (const expected of path) {
    expectGolden(x, [expected])
    x = Float64Array.from(
      optimizerStep(
        optimizer,
        x,
        x.map((value) => 2 * value),
        initialState(1),
      ).weights,
    )
  }
})

describe('adagrad begins its sums', () => {
  const step = (more: object): number => {
    const optimizer = OptimizerSpec.parse({ type: 'adagrad', learningRate: 1, epsilon: 1e-3, ...more })
    return -optimizerStep(optimizer, Float64Array.of(0), Float64Array.of(3), initialState(1)).weights[0]!
  }
  it.each([
    ['at 0.1 in Keras', {}, 3 / Math.sqrt(0.1 + 9 + 1e-3)],
    ['at 0 in PyTorch and in the paper', { variant: 'pytorch' }, 3 / (Math.sqrt(9) + 1e-3)],
    ['where it is told, in Keras', { initialAccumulatorValue: 7 }, 3 / Math.sqrt(7 + 9 + 1e-3)],
    ['where it is told, in PyTorch', { variant: 'pytorch', initialAccumulatorValue: 7 }, 3 / (Math.sqrt(7 + 9) + 1e-3)],
  ])('%s', (_, more, expected) => {
    expectGolden([step(more)], [expected])
  })
})

it('adamax leaves a weight alone that never had a gradient', () => {
  const { weights } = optimizerStep(
    OptimizerSpec.parse({ type: 'adamax' }),
    Float64Array.of(3),
    Float64Array.of(0),
    initialState(1),
  )
  expect([...weights]).toEqual([3])
})
