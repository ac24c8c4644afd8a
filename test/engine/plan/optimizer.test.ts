import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { initialState } from '../../../src-engine/reference/optimizers.ts'
import { trainStep } from '../../../src-engine/reference/train-step.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'
import type * as z from 'zod'

const spec = network({
  input: [7],
  layers: [
    { type: 'dense', units: 11, activation: 'tanh' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})

type Settings = z.input<typeof TrainingSpec>
const clipNorm: Settings = { gradientClipping: { type: 'norm', limit: 0.2 } }
const penalties: Settings = { regularization: { l1: 0.01, l2: 0.02, weightDecay: 0.5 } }
const momentum = { type: 'sgd', learningRate: 0.05, momentum: 0.9 } as const
const cases: [name: string, settings: Settings][] = [
  ['sgd', { optimizer: { type: 'sgd', learningRate: 0.1 } }],
  ['sgd with penalties and decay', { optimizer: { type: 'sgd', learningRate: 0.1 }, ...penalties }],
  ['momentum', { optimizer: momentum, regularization: { l2: 0.01 } }],
  ['Nesterov, keras', { optimizer: { ...momentum, nesterov: true } }],
  ['Nesterov, paper', { optimizer: { ...momentum, nesterov: true, variant: 'paper' } }],
  [
    'Nesterov, paper, with penalties and decay',
    { optimizer: { ...momentum, nesterov: true, variant: 'paper' }, ...penalties },
  ],
  ['adagrad, keras', { optimizer: { type: 'adagrad', epsilon: 1e-3 } }],
  ['adagrad, pytorch', { optimizer: { type: 'adagrad', epsilon: 1e-3, variant: 'pytorch' } }],
  ['adagrad from 0, keras', { optimizer: { type: 'adagrad', epsilon: 1e-3, initialAccumulatorValue: 0 } }],
  [
    'adagrad from 0.5, pytorch',
    { optimizer: { type: 'adagrad', epsilon: 1e-3, initialAccumulatorValue: 0.5, variant: 'pytorch' } },
  ],
  ['adadelta', { optimizer: { type: 'adadelta' }, ...penalties }],
  ['rmsprop, keras', { optimizer: { type: 'rmsprop', epsilon: 1e-3 } }],
  ['rmsprop, pytorch', { optimizer: { type: 'rmsprop', epsilon: 1e-3, variant: 'pytorch' } }],
  ['adam, pytorch', { optimizer: { type: 'adam', learningRate: 0.01, epsilon: 1e-3 } }],
  ['adam, keras', { optimizer: { type: 'adam', learningRate: 0.01, epsilon: 1e-3, variant: 'keras' } }],
  ['adam with decay', { optimizer: { type: 'adam', learningRate: 0.01 }, ...penalties }],
  [
    'adam that remembers nothing',
    { optimizer: { type: 'adam', learningRate: 0.01, beta1: 0, beta2: 0, epsilon: 1e-2 } },
  ],
  ['nadam that remembers nothing', { optimizer: { type: 'nadam', beta1: 0, beta2: 0, epsilon: 1e-2 } }],
  ['adamax', { optimizer: { type: 'adamax' } }],
  ['nadam, keras', { optimizer: { type: 'nadam', epsilon: 1e-3 } }],
  ['nadam, pytorch', { optimizer: { type: 'nadam', epsilon: 1e-3, variant: 'pytorch' } }],
  ['nadam, paper', { optimizer: { type: 'nadam', epsilon: 1e-3, variant: 'paper' } }],
  ['clipping by norm', { optimizer: { type: 'sgd', learningRate: 0.1 }, ...clipNorm, ...penalties }],
  ['clipping by norm, adam', { optimizer: { type: 'adam', learningRate: 0.01 }, ...clipNorm }],
  ['clipping by value', { optimizer: momentum, gradientClipping: { type: 'value', limit: 0.01 } }],
  ['limits that are not reached', { optimizer: momentum, gradientClipping: { type: 'norm', limit: 1000 } }],
  ['label smoothing and class weights', { optimizer: momentum, labelSmoothing: 0.1, classWeights: [2, 0, 0.5] }],
]

describe.each(cases)('%s in the kernels', (_, settings) => {
  it('moves the weights as the reference does for 25 steps', () => {
    const options = training(settings)
    const model = createModel(kernels, { network: spec, batchSize: 6, threads: 1, training: options })
    let weights = Float64Array.from(initialWeights(spec, 8))
    let state = initialState(weights.length)
    model.setWeights(Float32Array.from(weights))
    const labels = [0, 1, 2, 0, 1, 2]
    model.labels().set(labels)
    if (options.classWeights) model.exampleWeights().set(labels.map((label) => options.classWeights![label]!))
    for (let step = 0; step < 25; step++) {
      const x = normals(step, 6 * 7)
      model.inputs().set(x)
      const kernel = model.trainStep(6)
      const reference = trainStep(spec, options, weights, state, { x, labels })
      weights = Float64Array.from(reference.weights)
      state = reference.state
      expect(Math.abs(kernel.loss - reference.loss)).toBeLessThan(1e-5)
      expect(kernel.correct).toBe(reference.correct)
    }
    expect(relativeDistance(model.weights(), weights)).toBeLessThan(1e-5)
    expect(model.optimizerState().at(-2)).toBe(25)
  })
})

it.each(cases)('%s: a state set again continues to the same bits', (_, settings) => {
  const options = { network: spec, batchSize: 6, threads: 1, training: training(settings) }
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
