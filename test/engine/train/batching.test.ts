import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { createModel } from '../../../src-engine/plan/model.ts'
import { forward } from '../../../src-engine/reference/network.ts'
import { initialState } from '../../../src-engine/reference/optimizers.ts'
import { trainStep } from '../../../src-engine/reference/train-step.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { largestBatch, stepsBefore } from '../../../src-engine/train/batches.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { arraySource } from '../../../src-engine/train/source.ts'
import { createTrainer, type EpochResult } from '../../../src-engine/train/trainer.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'

const spec = network({
  input: [4],
  layers: [
    { type: 'dense', units: 6, activation: 'tanh' },
    { type: 'batchNorm', momentum: 0.8 },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})
const COUNT = 11
const x = normals(1, COUNT * 4)
const labels = Array.from({ length: COUNT }, (_, i) => (i * i) % 3)
const source = arraySource(Float32Array.from(x), labels, [4])

function start(input: z.input<typeof TrainingSpec>) {
  const settings = training({ shuffle: 'never', optimizer: { type: 'sgd', learningRate: 0.2 }, ...input })
  const batchSize = largestBatch(settings, COUNT)
  const model = createModel(kernels, { network: spec, batchSize, threads: 1, training: settings })
  const trainer = createTrainer({ model, network: spec, training: settings, train: source, validation: source })
  trainer.initialize()
  const epoch = () => trainer.runEpoch() as EpochResult
  return { settings, model, trainer, epoch }
}

/** The same epochs by the reference: batches of these sizes and rates, one after the other, in the given order. */
function byReference(
  settings: TrainingSpec,
  steps: readonly (readonly [first: number, count: number, rate: number])[],
) {
  let weights = Float64Array.from(initialWeights(spec, settings.seed))
  let state = initialState(weights.length)
  for (const [first, count, learningRate] of steps) {
    const batch = { x: x.subarray(4 * first, 4 * (first + count)), labels: labels.slice(first, first + count) }
    const optimizer = { ...settings.optimizer, learningRate }
    const next = trainStep(spec, { ...settings, optimizer }, weights, state, batch)
    weights = Float64Array.from(next.weights)
    state = next.state
  }
  return weights
}

const cut = (size: number, rate = 0.2): [number, number, number][] =>
  Array.from({ length: Math.ceil(COUNT / size) }, (_, i) => [i * size, Math.min(size, COUNT - i * size), rate])

describe('batches', () => {
  it.each([
    ['mini-batches', { batchSize: 4 }, 3, cut(4)],
    ['full batch', { batching: 'full', batchSize: 4 }, 1, cut(COUNT)],
    ['a batch larger than the data', { batchSize: 400 }, 1, cut(COUNT)],
    ['class weights', { batchSize: 4, classWeights: [3, 0.5, 1] }, 3, cut(4)],
  ] as const)('%s: two epochs as the reference makes them', (_, input, steps, order) => {
    const { settings, model, epoch } = start({ ...input } as z.input<typeof TrainingSpec>)
    expect([epoch().steps, epoch().steps]).toEqual([steps, steps])
    const expected = byReference(settings, [...order, ...order])
    expect(relativeDistance(model.weights(), expected)).toBeLessThan(1e-5)
  })

  it('online: one example a step', () => {
    const plain = network({ input: [4], layers: [{ type: 'dense', units: 3, activation: 'softmax' }] })
    const settings = training({ batching: 'online', shuffle: 'never', optimizer: { type: 'sgd', learningRate: 0.2 } })
    const model = createModel(kernels, { network: plain, batchSize: 1, threads: 1, training: settings })
    const trainer = createTrainer({ model, network: plain, training: settings, train: source, validation: null })
    trainer.initialize()
    expect((trainer.runEpoch() as EpochResult).steps).toBe(COUNT)
    let weights = Float64Array.from(initialWeights(plain, settings.seed))
    for (let i = 0; i < COUNT; i++) {
      const batch = { x: x.subarray(4 * i, 4 * (i + 1)), labels: [labels[i]!] }
      weights = Float64Array.from(trainStep(plain, settings, weights, initialState(weights.length), batch).weights)
    }
    expect(relativeDistance(model.weights(), weights)).toBeLessThan(1e-5)
  })

  it('change their size, their method and the learning rate where they are told to', () => {
    const changes = [
      { epoch: 2, batchSize: 3, learningRate: 0.05 },
      { epoch: 4, batching: 'full' as const },
    ]
    const { settings, model, epoch } = start({ batchSize: 4, changes, schedule: { type: 'constant', warmupSteps: 6 } })
    expect([1, 2, 3, 4].map(() => epoch().steps)).toEqual([3, 4, 4, 1])
    const warmed = (steps: [number, number, number][], before: number) =>
      steps.map(([first, count, rate], i): [number, number, number] => [
        first,
        count,
        (rate * Math.min(6, before + i + 1)) / 6,
      ])
    const expected = byReference(settings, [
      ...warmed(cut(4), 0),
      ...warmed(cut(3, 0.05), 3),
      ...warmed(cut(3, 0.05), 7),
      ...warmed(cut(COUNT, 0.05), 11),
    ])
    expect(relativeDistance(model.weights(), expected)).toBeLessThan(1e-5)
    expect([1, 2, 3, 4, 5, 6].map((epochNumber) => stepsBefore(settings, epochNumber, COUNT))).toEqual([
      0, 3, 7, 11, 12, 13,
    ])
  })

  it('know their largest size, of the epochs that come', () => {
    const changes = [{ epoch: 3, batchSize: 50 }]
    expect(largestBatch(training({ batchSize: 8, epochs: 2, changes }), 1000)).toBe(8)
    expect(largestBatch(training({ batchSize: 8, epochs: 3, changes }), 1000)).toBe(50)
    expect(largestBatch(training({ batching: 'full' }), 1000)).toBe(1000)
  })

  it('keep the first order when shuffled once', () => {
    const seen: number[] = []
    const watched = {
      ...source,
      readInputs: (indices: Uint32Array, count: number, into: Float32Array) => {
        seen.push(...indices.subarray(0, count))
        source.readInputs(indices, count, into)
      },
    }
    const settings = training({ shuffle: 'once', batchSize: 4 })
    const model = createModel(kernels, { network: spec, batchSize: 4, threads: 1, training: settings })
    const trainer = createTrainer({ model, network: spec, training: settings, train: watched, validation: null })
    trainer.initialize()
    trainer.runEpoch()
    trainer.runEpoch()
    expect(seen.slice(COUNT)).toEqual(seen.slice(0, COUNT))
    expect(seen.slice(COUNT)).not.toEqual(Array.from({ length: COUNT }, (_, i) => i))
  })
})

it('validation takes the running statistics and no class weights', () => {
  const { model, epoch } = start({ batchSize: 4, classWeights: [3, 0.5, 1] })
  const { validation } = epoch()
  const answers = forward(spec, Float64Array.from(model.weights()), x).at(-1)!.a
  const loss = labels.reduce((sum, label, i) => sum - Math.log(answers[3 * i + label]!), 0) / COUNT
  expect(validation!.loss).toBeCloseTo(loss, 5)
})

describe('early stopping', () => {
  it('ends a run whose validation loss does not fall any more', () => {
    const { epoch } = start({ optimizer: { type: 'sgd', learningRate: 50 }, earlyStopping: { patience: 3 } })
    const results = Array.from({ length: 12 }, epoch)
    let best = Infinity
    let waited = 0
    for (const { validation, end } of results) {
      waited = validation!.loss < best ? 0 : waited + 1
      best = Math.min(best, validation!.loss)
      expect(end).toBe(waited >= 3 ? 'earlyStopping' : null)
    }
    expect(results.some(({ end }) => end)).toBe(true)
  })

  it('ends a run whose loss is good enough', () => {
    const { epoch } = start({ earlyStopping: { monitor: 'loss', patience: 1000, acceptableLoss: 0.9 } })
    const results = Array.from({ length: 40 }, epoch)
    for (const { train, end } of results) expect(end).toBe(train.loss <= 0.9 ? 'converged' : null)
    expect(results[0]!.end).toBeNull()
    expect(results.at(-1)!.end).toBe('converged')
  })

  it('goes on watching after a restored state, through JSON', () => {
    const input: z.input<typeof TrainingSpec> = {
      optimizer: { type: 'sgd', learningRate: 50 },
      earlyStopping: { patience: 3 },
    }
    const whole = start(input)
    const expected = Array.from({ length: 12 }, () => whole.epoch().end)
    const first = start(input)
    const before = [first.epoch(), first.epoch()].map(({ end }) => end)
    const { weights, optimizer, ...position } = first.trainer.state()
    const second = start(input)
    second.trainer.restore({ weights, optimizer, ...(JSON.parse(JSON.stringify(position)) as typeof position) })
    expect([...before, ...Array.from({ length: 10 }, () => second.epoch().end)]).toEqual(expected)
  })
})
