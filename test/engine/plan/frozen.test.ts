import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { createModel } from '../../../src-engine/plan/model.ts'
import { dropoutMasks } from '../../../src-engine/reference/dropout.ts'
import { trainStep } from '../../../src-engine/reference/train-step.ts'
import { NetworkSpec, type LayerSpec } from '../../../src-engine/spec/network.ts'
import { inferShapes, sizeOf } from '../../../src-engine/spec/shapes.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { layerNetworks } from '../support/all-layers.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'

type Settings = z.input<typeof TrainingSpec>

const narrow = network({
  input: [3],
  layers: [
    { type: 'dense', units: 5, activation: 'tanh' },
    { type: 'dense', units: 4, activation: 'sigmoid' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})
/** Moves weights early (two dense layers), Winograd's convolution, batchNorm that pools. */
const fused = network({
  input: [6, 6, 16],
  layers: [
    { type: 'conv2d', filters: 16, kernelSize: 3, padding: 'same' },
    { type: 'batchNorm' },
    { type: 'activation', activation: 'relu' },
    { type: 'maxPool2d' },
    { type: 'flatten' },
    { type: 'dense', units: 20, activation: 'tanh' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})

/** relu, leakyRelu and max pooling decide by signs that float32 may round to the other side. */
const networks = [['narrow', narrow], ['fused', fused], ...layerNetworks] as const

/** Freezes the layers, also those inside a block, for which `isFrozen` says so, asked in order. */
function withFrozen(spec: NetworkSpec, isFrozen: () => boolean): NetworkSpec {
  const each = <L extends LayerSpec>(layer: L): L =>
    'trainable' in layer ? { ...layer, trainable: !isFrozen() } : layer
  const layers = spec.layers.map((layer) => {
    const own = each(layer)
    return own.type === 'residual' ? { ...own, layers: own.layers.map(each) } : own
  })
  return { ...spec, layers }
}

const optimizers: Settings['optimizer'][] = [
  { type: 'sgd', learningRate: 0.1 },
  { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true, variant: 'paper' },
  { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true, variant: 'keras' },
  { type: 'adam', learningRate: 0.01 },
  { type: 'nadam', learningRate: 0.01 },
  { type: 'adagrad', learningRate: 0.01 },
]
const clippings: Settings['gradientClipping'][] = [{ type: 'none' }, { type: 'norm', limit: 0.05 }]
const regularization = { l1: 0.01, l2: 0.02, weightDecay: 0.3 }

const COUNT = 5

/** A step from a state that an earlier training left, so that moments alone would move weights. */
function step(spec: NetworkSpec, settings: TrainingSpec, seed: number) {
  const infos = inferShapes(spec)
  const model = createModel(kernels, { network: spec, batchSize: 6, threads: 1, training: settings })
  const weights = initialWeights(spec, seed)
  const state = model.optimizerState()
  // Squares are never below 0, nor below that of their mean.
  const moments = state.map((_, i) => (i < weights.length ? 0.01 : 0.02))
  moments.set([3, 0], state.length - 2)
  const x = normals(seed, COUNT * sizeOf(spec.input))
  const labels = Array.from({ length: COUNT }, (_, i) => i % 3)
  model.setWeights(weights)
  model.setOptimizerState(moments)
  model.setDropoutSeed(seed)
  model.inputs().set(x)
  model.labels().set(labels)
  const length = weights.length
  const part = (index: number) =>
    state.length - 2 > index * length
      ? Float64Array.from(moments.subarray(index * length, (index + 1) * length))
      : new Float64Array(length)
  const masks = dropoutMasks(infos, COUNT, { seed, step: 4 })
  const before = { step: 3, first: part(0), second: part(1) }
  const reference = trainStep(spec, settings, Float64Array.from(weights), before, { x, labels, masks })
  const { loss } = model.trainStep(COUNT)
  return { infos, weights, moments, reference, loss, after: model.weights(), state: model.optimizerState() }
}

describe.each(networks)('%s with frozen layers', (_, spec) => {
  it('agrees with the reference, and what is frozen keeps its bits', () => {
    fc.assert(
      fc.property(
        fc.infiniteStream(fc.boolean()),
        ...([
          fc.constantFrom(...optimizers),
          fc.constantFrom(...clippings),
          fc.integer({ min: 1, max: 1000 }),
        ] as const),
        (coins, optimizer, gradientClipping, seed) => {
          const given = withFrozen(spec, () => coins.next().value === true)
          const settings = training({ optimizer, gradientClipping, regularization })
          const { infos, weights, moments, reference, loss, after, state } = step(given, settings, seed)
          expect(Math.abs(loss - reference.loss)).toBeLessThan(1e-4 * Math.max(1, reference.loss))
          expect(relativeDistance(after, reference.weights)).toBeLessThan(2e-4)
          let offset = 0
          for (const info of infos)
            for (const { shape, isTrained, role } of info.parameters) {
              const [from, to] = [offset, offset + sizeOf(shape)]
              offset = to
              const isKept = after.subarray(from, to).every((value, i) => Object.is(value, weights[from + i]))
              if (isTrained) expect(isKept).toBe(false)
              else if (role !== 'statistic') {
                expect(isKept).toBe(true)
                for (let moment = 0; moment < state.length - 2; moment += weights.length)
                  expect(state.subarray(moment + from, moment + to)).toEqual(
                    moments.subarray(moment + from, moment + to),
                  )
              }
            }
        },
      ),
      { numRuns: 12 },
    )
  })

  it('keeps every bit where all is frozen, statistics too', () => {
    const all = withFrozen(spec, () => true)
    for (const optimizer of optimizers) {
      const { weights, after } = step(all, training({ optimizer, regularization }), 3)
      expect(after).toEqual(weights)
    }
  })

  it('has the layout of the same network without frozen layers', () => {
    const of = (each: NetworkSpec) => {
      const model = createModel(kernels, { network: each, batchSize: 6, threads: 1, training: training() })
      return [model.parameters.map(({ name, offset, length }) => [name, offset, length]), model.optimizerState().length]
    }
    expect(of(withFrozen(spec, () => true))).toEqual(of(spec))
  })
})

it('a frozen block freezes everything in it, its projection too', () => {
  const block = (trainable: boolean) =>
    network({
      input: [4, 4, 3],
      layers: [
        {
          type: 'residual',
          trainable,
          layers: [
            { type: 'conv2d', filters: 5, kernelSize: 3, padding: 'same' },
            { type: 'batchNorm', trainable: false },
          ],
        },
      ],
    })
  const trained = (spec: NetworkSpec) =>
    inferShapes(spec)[0]!
      .parameters.filter((each) => each.isTrained)
      .map(({ name }) => name)
  expect(trained(block(false))).toEqual([])
  expect(trained(block(true))).toEqual([
    '0.0.kernel',
    '0.0.bias',
    '0.shortcut.0.kernel',
    '0.shortcut.1.gamma',
    '0.shortcut.1.beta',
  ])
})

it('is written as JSON and read again, and trains unless it says so', () => {
  const spec = withFrozen(fused, () => true)
  expect(NetworkSpec.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
  expect(spec.layers[0]).toMatchObject({ trainable: false })
  expect(
    fused.layers.filter((layer) => 'trainable' in layer).every((layer) => 'trainable' in layer && layer.trainable),
  ).toBe(true)
})
