import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { LayerSpec, type NetworkSpec } from '../../../src-engine/spec/network.ts'
import { OptimizerSpec, type TrainingSpec } from '../../../src-engine/spec/training.ts'
import { createAugmentation } from '../../../src-engine/train/augmentation.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { createRng } from '../../../src-engine/train/rng.ts'
import { layerNetworks } from '../support/all-layers.ts'
import { kernels } from '../support/kernels.ts'
import { mixedNetwork, network, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'
import { startThreads } from '../support/threads.ts'

const batchSize = 16

/** 50 steps, every third with a shorter batch, shared however small they are; pictures are varied where the settings say so. */
async function trained(
  spec: NetworkSpec,
  threads: number,
  {
    settings = training({ regularization: { l2: 1e-3 } }),
    late = false,
  }: { settings?: TrainingSpec; late?: boolean } = {},
) {
  const model = createModel(kernels, { network: spec, batchSize, threads, training: settings, sharedFrom: 0 })
  const augment = createAugmentation(settings.augmentation, spec.input)
  model.setWeights(initialWeights(spec, 5))
  model.setDropoutSeed(99)
  let stop = late ? null : await startThreads(model)
  const losses: number[] = []
  for (let step = 0; step < 50; step++) {
    if (late && step === 20) stop = await startThreads(model)
    model.inputs().set(normals(step, batchSize * model.inputSize))
    model.labels().set(Array.from({ length: batchSize }, (_, i) => (i + step) % 3))
    augment?.(model.augmentations()!, batchSize, createRng(5, 'augmentation', 0, step))
    losses.push(model.trainStep(step % 3 === 2 ? 11 : batchSize).loss)
  }
  const predicted = model.predict(batchSize).slice()
  const result = { losses, weights: model.weights(), state: model.optimizerState(), predicted }
  await stop?.()
  return result
}

async function expectSameBits(spec: NetworkSpec, settings?: TrainingSpec): Promise<void> {
  const options = settings ? { settings } : {}
  const alone = await trained(spec, 1, options)
  for (const threads of [2, 3, 8]) expect(await trained(spec, threads, options)).toEqual(alone)
  expect(alone.losses).not.toContain(NaN)
  expect(alone.weights).not.toEqual(initialWeights(spec, 5))
}

const networks: readonly (readonly [name: string, spec: NetworkSpec])[] = [['mixed', mixedNetwork], ...layerNetworks]

describe.each(networks)('threads: %s', (_, spec) => {
  it('2, 3 and 8 of them give the bits of one, and do train', () => expectSameBits(spec))
})

it('there is a network for every type of layer', () => {
  const types = networks.flatMap(([, { layers }]) => layers.map(({ type }) => type))
  expect(new Set(types)).toEqual(new Set(LayerSpec.options.map((option) => option.shape.type.value)))
})

/** A tensor of several update tiles between small ones, so that threads share the updates. */
const wide = network({
  input: [11, 9, 3],
  layers: [
    { type: 'conv2d', filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' },
    { type: 'dropout', rate: 0.25 },
    { type: 'flatten' },
    { type: 'dense', units: 40, activation: 'tanh' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})
const augmentation = {
  ...({ flip: 'horizontal', shift: 0.2, rotate: 20, scale: 0.2, brightness: 0.1, contrast: 0.2 } as const),
  ...{ colorJitter: 0.1, noise: 0.1, cutout: 0.3 },
}
const momentum = { type: 'sgd', learningRate: 0.05, momentum: 0.9 } as const
type Settings = Parameters<typeof training>[0]
const updates: readonly (readonly [name: string, settings: Settings])[] = [
  ...OptimizerSpec.options.map((option): [string, Settings] => {
    const type = option.shape.type.value
    return [type, { optimizer: { type, learningRate: 0.01 } as const }]
  }),
  ['momentum', { optimizer: momentum }],
  ['Nesterov, keras', { optimizer: { ...momentum, nesterov: true } }],
  ['Nesterov, paper', { optimizer: { ...momentum, nesterov: true, variant: 'paper' } }],
  ['clipping by norm', { gradientClipping: { type: 'norm', limit: 0.1 } }],
  ['clipping by value', { gradientClipping: { type: 'value', limit: 0.001 } }],
  ['penalties and decay', { regularization: { l1: 1e-3, l2: 1e-3, weightDecay: 0.1 } }],
  ['a root as the cost, smoothed', { loss: 'rootMeanSquaredError', labelSmoothing: 0.1 }],
]

describe.each(updates)('threads: %s, pictures varied', (_, settings) => {
  it('2, 3 and 8 of them give the bits of one, and do train', () =>
    expectSameBits(wide, training({ ...settings, augmentation })))
})

it('threads may join in the middle', async () => {
  expect(await trained(mixedNetwork, 3, { late: true })).toEqual(await trained(mixedNetwork, 1))
})
