import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { initialState, optimizerStep } from '../../../src-engine/reference/optimizers.ts'
import { trainStep } from '../../../src-engine/reference/train-step.ts'
import { OptimizerSpec } from '../../../src-engine/spec/training.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { goldens } from '../support/goldens.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'

const traces: [string, OptimizerSpec][] = [
  ['sgd {"eta": 0.01}', OptimizerSpec.parse({ type: 'sgd', learningRate: 0.01 })],
  ['momentum {"eta": 0.01, "gamma": 0.9}', OptimizerSpec.parse({ type: 'sgd', learningRate: 0.01, momentum: 0.9 })],
  ['momentum {"eta": 0.01, "gamma": 0.5}', OptimizerSpec.parse({ type: 'sgd', learningRate: 0.01, momentum: 0.5 })],
  ['adam {"eps": 1e-08, "eta": 0.001}', OptimizerSpec.parse({ type: 'adam', epsilon: 1e-8 })],
]

describe.each(traces)('%s on ½(x² + 10y²)', (name, optimizer) => {
  it('follows the golden trace', () => {
    const trace = goldens.optimisers.runs[name]!
    let theta = Float64Array.from(goldens.optimisers.theta0)
    let state = initialState(2)
    expect(trace.length).toBeGreaterThanOrEqual(3)
    for (const expected of trace) {
      const gradient = Float64Array.of(theta[0]!, 10 * theta[1]!)
      const next = optimizerStep(optimizer, theta, gradient, state)
      theta = Float64Array.from(next.weights)
      state = next.state
      expect(theta[0]).toBeCloseTo(expected.theta[0], 14)
      expect(theta[1]).toBeCloseTo(expected.theta[1], 14)
    }
  })
})

const spec = network({
  input: [7],
  layers: [
    { type: 'dense', units: 11, activation: 'tanh' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})

describe.each([
  ['sgd', { type: 'sgd', learningRate: 0.1 }, 0],
  ['sgd with L2', { type: 'sgd', learningRate: 0.1 }, 0.03],
  ['momentum with L2', { type: 'sgd', learningRate: 0.05, momentum: 0.9 }, 0.01],
  ['adam', { type: 'adam', learningRate: 0.01 }, 0],
  ['adam with L2', { type: 'adam', learningRate: 0.01 }, 0.1],
] as const)('%s in the kernels', (_, optimizer, l2) => {
  it('moves the weights as the reference does for 25 steps', () => {
    const options = training({ optimizer, regularization: { l2 } })
    const model = createModel(kernels, { network: spec, batchSize: 6, threads: 1, training: options })
    let weights = Float64Array.from(initialWeights(spec, 8))
    let state = initialState(weights.length)
    model.setWeights(Float32Array.from(weights))
    for (let step = 0; step < 25; step++) {
      const x = normals(step, 6 * 7)
      const labels = [0, 1, 2, 0, 1, 2]
      model.inputs().set(x)
      model.labels().set(labels)
      const kernel = model.trainStep(6)
      const reference = trainStep(spec, options, weights, state, { x, labels })
      weights = Float64Array.from(reference.weights)
      state = reference.state
      expect(kernel.loss).toBeCloseTo(reference.loss, 5)
      expect(kernel.correct).toBe(reference.correct)
    }
    expect(relativeDistance(model.weights(), weights)).toBeLessThan(1e-5)
    expect(model.optimizerState().at(-2)).toBe(25)
  })
})

it('a state set again continues to the same bits', () => {
  const options = { network: spec, batchSize: 6, threads: 1, training: training({}) }
  const a = createModel(kernels, options)
  const b = createModel(kernels, options)
  for (const model of [a, b]) {
    model.inputs().set(normals(1, 42))
    model.labels().set([0, 1, 2, 0, 1, 2])
  }
  a.setWeights(initialWeights(spec, 1))
  for (let step = 0; step < 5; step++) a.trainStep(6)
  b.setWeights(a.weights())
  b.setOptimizerState(a.optimizerState())
  for (let step = 0; step < 5; step++) {
    expect(a.trainStep(6)).toEqual(b.trainStep(6))
  }
  expect(a.weights()).toEqual(b.weights())
  expect(a.optimizerState()).toEqual(b.optimizerState())
})
