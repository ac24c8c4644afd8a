import { expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type * as z from 'zod'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'

type Settings = z.input<typeof TrainingSpec>

/** Several blocks of inputs and of columns, none of them full; a residual block, whose branches end in one delta. */
const spec = network({
  input: [259],
  layers: [
    { type: 'dense', units: 61, activation: 'relu' },
    { type: 'residual', layers: [{ type: 'dense', units: 61, activation: 'tanh', useBias: false }] },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})

/** Weights and optimiser's state after three steps over all but two examples of a batch. */
function trained(batchSize: number, settings: Settings): number[] {
  const model = createModel(kernels, { network: spec, batchSize, threads: 1, training: training(settings) })
  model.inputs().set(normals(1, batchSize * 259))
  model.labels().set(Array.from({ length: batchSize }, (_, i) => i % 3))
  const count = model.parameters.reduce((sum, { length }) => sum + length, 0)
  model.setWeights(Float32Array.from(normals(2, count), (value) => 0.1 * value))
  for (let step = 0; step < 3; step++) model.trainStep(batchSize - 2)
  return [...model.weights(), ...model.optimizerState()]
}

/** Clipping by a norm that is never reached changes nothing but the order: it needs the whole gradient first. */
function expectEqual(batchSize: number, settings: Settings): void {
  const moved = trained(batchSize, settings)
  const waited = trained(batchSize, { ...settings, gradientClipping: { type: 'norm', limit: 1e30 } })
  expect(moved.findIndex((value, i) => !Object.is(value, waited[i]))).toBe(-1)
}

const optimizers: Settings['optimizer'][] = [
  { type: 'sgd' },
  { type: 'sgd', momentum: 0.9 },
  { type: 'sgd', momentum: 0.9, nesterov: true, variant: 'paper' },
  { type: 'sgd', momentum: 0.9, nesterov: true, variant: 'keras' },
  ...(['adagrad', 'rmsprop', 'adadelta', 'adam', 'adamax', 'nadam'] as const).map((type) => ({ type })),
]

const regularization = { l1: 0.01, l2: 0.02, weightDecay: 0.03 }

it.each(optimizers)('%o moves weights as soon as their gradient is there as it does behind all of it', (optimizer) => {
  expectEqual(13, { optimizer, regularization })
})

it.each([258, 300, 515])('so it is with a gradient summed in several passes over %i examples', (batchSize) => {
  expectEqual(batchSize, { optimizer: { type: 'adam' }, regularization })
})
