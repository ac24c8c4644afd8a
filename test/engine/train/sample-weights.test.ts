import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { gradient } from '../../../src-engine/reference/network.ts'
import type { LossName } from '../../../src-engine/spec/loss.ts'
import { evaluateSource } from '../../../src-engine/train/evaluate.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { arraySource, type ExampleSource } from '../../../src-engine/train/source.ts'
import { createTrainer } from '../../../src-engine/train/trainer.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'

const INPUTS = 3
const CLASSES = 3
const spec = network({
  input: [INPUTS],
  layers: [
    { type: 'dense', units: 5, activation: 'tanh' },
    { type: 'dense', units: CLASSES, activation: 'softmax' },
  ],
})
const weights = initialWeights(spec, 3)

/** Examples of which each stands there as often as told. */
function repeated(x: Float64Array, labels: readonly number[], times: readonly number[]) {
  const rows = times.flatMap((count, i) => Array<number>(count).fill(i))
  return {
    x: Float64Array.from(rows.flatMap((row) => [...x.subarray(row * INPUTS, (row + 1) * INPUTS)])),
    labels: rows.map((row) => labels[row]!),
  }
}

/** Gradient of the kernels for a batch whose examples have these factors. */
function kernelGradient(loss: LossName, source: ExampleSource): Float32Array {
  const options = training({ loss, batching: 'full', optimizer: { type: 'sgd', learningRate: 1 } })
  const model = createModel(kernels, { network: spec, batchSize: source.count, threads: 1, training: options })
  const trainer = createTrainer({ model, network: spec, training: options, train: source, validation: null })
  trainer.initialize()
  model.setWeights(weights)
  trainer.runEpoch()
  // One step of gradient descent at rate 1.
  return model.weights().map((after, i) => weights[i]! - after)
}

/** How often each of some examples stands there, at least one of them at all. */
const repetitions = fc
  .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 8 })
  .filter((times) => times.some((count) => count > 0))
const seeds = fc.integer({ min: 0, max: 1e6 })

describe('an example of weight k is k examples, one of weight 0 is none', () => {
  it.each([
    ['halfSumSquaredError', 'sum'],
    ['sumSquaredError', 'sum'],
    ['categoricalCrossentropy', 'mean'],
    ['meanSquaredError', 'mean'],
  ] as const)('%s, whose reduction is the %s', (loss, reduction) => {
    fc.assert(
      fc.property(repetitions, seeds, (times, seed) => {
        const x = normals(seed, times.length * INPUTS)
        const labels = times.map((_, i) => (seed + i * i) % CLASSES)
        const many = repeated(x, labels, times)
        // A mean divides by the number of examples, whatever their weights are.
        const share = reduction === 'sum' ? 1 : times.length / many.labels.length
        const w = Float64Array.from(weights)
        const weighted = gradient(spec, loss, w, { x, labels, weights: Float64Array.from(times) })
        const counted = gradient(spec, loss, w, many)
        expect(weighted.loss * share).toBeCloseTo(counted.loss, 10)
        expect(
          relativeDistance(
            weighted.gradient.map((g) => g * share),
            counted.gradient,
          ),
        ).toBeLessThan(1e-11)
        const inKernels = kernelGradient(loss, arraySource(Float32Array.from(x), labels, [INPUTS], times))
        // The weights themselves, about 1, are rounded too before their difference is taken.
        const tolerance = 5e-6 * (1 + Math.hypot(...weighted.gradient))
        for (const [i, g] of inKernels.entries()) expect(Math.abs(g - weighted.gradient[i]!)).toBeLessThan(tolerance)
      }),
      { numRuns: 100 },
    )
  })
})

describe('weights of examples', () => {
  const x = Float32Array.from(normals(5, 6 * INPUTS))
  const labels = [0, 1, 2, 0, 1, 2]
  const own = [1, 2, 0, 0.5, 3, 1]
  const settings = (more: object) =>
    training({ batchSize: 4, epochs: 3, optimizer: { type: 'sgd', learningRate: 0.1 }, ...more })
  const trained = (source: ExampleSource, more: object): Float32Array => {
    const options = settings(more)
    const model = createModel(kernels, { network: spec, batchSize: 4, threads: 1, training: options })
    const trainer = createTrainer({ model, network: spec, training: options, train: source, validation: null })
    trainer.initialize()
    for (let epoch = 0; epoch < 3; epoch++) trainer.runEpoch()
    return model.weights()
  }

  it('are multiplied by the weights of their classes', () => {
    const classWeights = [3, 0.25, 2]
    const product = own.map((weight, i) => weight * classWeights[labels[i]!]!)
    const both = trained(arraySource(x, labels, [INPUTS], own), { classWeights })
    expect(both).toEqual(trained(arraySource(x, labels, [INPUTS], product), {}))
    expect(both).not.toEqual(trained(arraySource(x, labels, [INPUTS]), { classWeights }))
  })

  it('of 1 change nothing', () => {
    const ones = own.map(() => 1)
    expect(trained(arraySource(x, labels, [INPUTS], ones), {})).toEqual(trained(arraySource(x, labels, [INPUTS]), {}))
  })

  it('count in the evaluated loss and not in the accuracy', () => {
    const model = createModel(kernels, { network: spec, batchSize: 4, threads: 1 })
    model.setWeights(weights)
    const losses = labels.map((label, i) => {
      const one = arraySource(x.slice(i * INPUTS, (i + 1) * INPUTS), [label], [INPUTS])
      return evaluateSource(model, one).loss
    })
    const plain = evaluateSource(model, arraySource(x, labels, [INPUTS]))
    const weighted = evaluateSource(model, arraySource(x, labels, [INPUTS], own))
    const mean = (factors: readonly number[]): number =>
      losses.reduce((sum, loss, i) => sum + loss * factors[i]!, 0) / 6
    expect(plain.loss).toBeCloseTo(mean([1, 1, 1, 1, 1, 1]), 6)
    expect(weighted.loss).toBeCloseTo(mean(own), 6)
    expect(weighted.accuracy).toBe(plain.accuracy)
  })
})

describe('a table that cannot be trained on', () => {
  const two = [0, 1]
  const inputs = Float32Array.of(1, 2, 3, 4, 5, 6)
  it.each([
    ['too few inputs', () => arraySource(inputs.subarray(1), two, [3]), /2 examples of 3 numbers need 6, not 5/],
    [
      'an input that is no number',
      () => arraySource(inputs.with(4, NaN), two, [3]),
      /number 1 of example 1 is NaN\. Leave the example out/,
    ],
    ['an infinite input', () => arraySource(inputs.with(2, -Infinity), two, [3]), /number 2 of example 0 is -Infinity/],
    ['a negative label', () => arraySource(inputs, [0, -1], [3]), /label of example 1 .* not -1/],
    ['half a label', () => arraySource(inputs, [0.5, 1], [3]), /label of example 0 .* not 0\.5/],
    ['too few weights', () => arraySource(inputs, two, [3], [1]), /2 examples need as many weights, not 1/],
    ['a negative weight', () => arraySource(inputs, two, [3], [1, -2]), /weight of example 1 .* not -2/],
    ['a weight that is none', () => arraySource(inputs, two, [3], [NaN, 1]), /weight of example 0 .* not NaN/],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(RangeError)
    expect(make).toThrow(message)
  })

  it.each([
    ['two classes of one output', 1, 2],
    ['three classes', 3, 3],
  ])('a label beyond %s', (_, units, label) => {
    const single = network({ input: [3], layers: [{ type: 'dense', units, activation: 'sigmoid' }] })
    const options = training({ loss: 'binaryCrossentropy', batchSize: 2 })
    const model = createModel(kernels, { network: single, batchSize: 2, threads: 1, training: options })
    const train = arraySource(inputs, [0, label], [3])
    const trainer = createTrainer({ model, network: single, training: options, train, validation: null })
    trainer.initialize()
    expect(() => trainer.runEpoch()).toThrow(new RegExp(`label .* 0 to ${label - 1}, not ${label}`))
    expect(() => evaluateSource(model, train)).toThrow(/label/)
  })

  it('no examples at all', () => {
    const none = arraySource(new Float32Array(0), [], [INPUTS])
    const options = training({})
    const model = createModel(kernels, { network: spec, batchSize: 32, threads: 1, training: options })
    const start = () => createTrainer({ model, network: spec, training: options, train: none, validation: null })
    expect(start).toThrow(/no examples to train on/)
    expect(() => evaluateSource(model, none)).toThrow(/no examples to evaluate/)
  })
})
