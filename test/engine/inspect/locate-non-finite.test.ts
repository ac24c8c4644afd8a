import { describe, expect, it } from 'vitest'
import { locateNonFinite } from '../../../src-engine/inspect/locate-non-finite.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { arraySource } from '../../../src-engine/train/source.ts'
import { createTrainer, NonFiniteLossError } from '../../../src-engine/train/trainer.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'

const COUNT = 6
const softmax = { type: 'dense', units: 3, activation: 'softmax' } as const

interface Given {
  readonly spec: NetworkSpec
  readonly settings?: TrainingSpec
  /** Changes the first weights. */
  readonly weights?: (first: Float32Array) => void
  /** Changes (examples, inputs) of numbers around 1. */
  readonly x?: (inputs: Float32Array) => void
}

function located({ spec, settings = training(), weights, x }: Given) {
  const model = createModel(kernels, { network: spec, batchSize: 8, threads: 1, training: settings })
  const first = initialWeights(spec, 2)
  weights?.(first)
  const inputs = Float32Array.from(normals(3, COUNT * model.inputSize))
  x?.(inputs)
  model.setWeights(first)
  model.inputs().set(inputs)
  model.labels().set(Array.from({ length: COUNT }, (_, i) => i % 3))
  const before = [model.weights(), model.optimizerState()]
  const result = locateNonFinite(model, spec, settings, COUNT)
  expect([model.weights(), model.optimizerState()]).toEqual(before)
  return result
}

const dense = (units: number, activation: 'linear' | 'relu' = 'linear') =>
  ({ type: 'dense', units, activation }) as const
const chain = network({ input: [4], layers: [dense(10), dense(9, 'relu'), dense(10), softmax] })
const narrow = network({ input: [4], layers: [dense(5), dense(5, 'relu'), dense(4), softmax] })

describe.each([
  ['wide', chain, 10 * 4 + 10, 9],
  ['narrow', narrow, 5 * 4 + 5, 5],
] as const)('in a %s network', (_, spec, second, units) => {
  it('nothing is found where all is finite', () => {
    expect(located({ spec })).toBeNull()
  })

  it('an output is found with its layer and example', () => {
    // 1e20 · 1e20 is too much for float32, but not for float64; the other examples stay below.
    const result = located({
      ...{
        spec,
        weights: (w) =>
          w.set(
            Array.from({ length: units }, (_, j) => (j % 2 ? -1e20 : 1e20)),
            second,
          ),
      },
      x: (x) => x.fill(1e20, 4 * 4, 5 * 4),
    })
    expect(result).toMatchObject({ what: 'output', layer: 1, tensor: '1.output', example: 4, float64: 'finite' })
    expect(['Infinity', 'NaN']).toContain(result!.value)
  })

  it('a weight that is no number any more is found first', () => {
    const given = { spec, weights: (w: Float32Array) => void (w[second + 2] = NaN) }
    expect(located(given)).toEqual({
      ...{ what: 'weights', layer: 1, tensor: '1.kernel', example: null, index: 2, value: 'NaN' },
      float64: 'alsoNonFinite',
    })
  })

  it('an input is found with its place', () => {
    expect(located({ spec, x: (x) => void (x[3 * 4 + 1] = -Infinity) })).toEqual({
      ...{ what: 'input', layer: null, tensor: 'input', example: 3, index: 1, value: '-Infinity' },
      float64: 'alsoNonFinite',
    })
  })
})

describe('on the way back', () => {
  const spec = network({ input: [20], layers: [dense(10), dense(12), dense(3)] })
  const settings = training({ loss: 'meanSummedSquaredError' })

  it('∂C/∂z is found in the layer where it leaves the range', () => {
    // Answers of 1e20 times a kernel of 1e20.
    const result = located({
      ...{ spec, settings },
      weights(w) {
        w.fill(0, 0, 210).fill(0, 210, 342)
        w.fill(1e20, 342, 378)
        w.fill(1e20, 378, 381)
      },
    })
    expect(result).toMatchObject({ what: 'delta', layer: 1, tensor: '1.delta', example: 0, float64: 'finite' })
  })

  it('a gradient is found with its tensor', () => {
    const result = located({
      ...{ spec: network({ input: [20], layers: [dense(3)] }), settings },
      weights: (w) => w.fill(0).fill(1e20, 60),
      x: (x) => x.fill(1e20, 2 * 20, 2 * 20 + 1),
    })
    expect(result).toEqual({
      ...{ what: 'gradient', layer: 0, tensor: '0.kernel', example: null, index: 0, value: 'Infinity' },
      float64: 'finite',
    })
  })
})

it('a layer is named that applies the activation of the one behind it', () => {
  const spec = network({
    input: [4, 4, 16],
    layers: [
      { type: 'conv2d', filters: 16, kernelSize: 1 },
      { type: 'activation', activation: 'relu' },
      { type: 'batchNorm' },
      { type: 'activation', activation: 'relu' },
      { type: 'maxPool2d' },
      { type: 'flatten' },
      { type: 'dropout', rate: 0.5 },
      softmax,
    ],
  })
  const picture = 4 * 4 * 16
  const found = located({
    ...{ spec, weights: (w) => w.fill(1e20, 0, 256) },
    x: (x) => x.fill(1e20, 2 * picture, 2 * picture + 16),
  })
  expect(found).toMatchObject({ what: 'output', layer: 0, example: 2, index: 0, value: 'Infinity', float64: 'finite' })
  // γ and β are too much together, and what is stored is pooled.
  const pooled = located({ spec, weights: (w) => w.fill(1e38, 272, 288).fill(3.2e38, 288, 304) })
  expect(pooled).toMatchObject({ what: 'output', layer: 2, tensor: '2.output', example: 0, float64: 'finite' })
})

describe('a run that fails', () => {
  const spec = network({
    input: [4],
    layers: [dense(10), { type: 'dropout', rate: 0.2 }, { type: 'dense', units: 9, activation: 'relu' }, softmax],
  })
  const settings = training({ batchSize: 8, optimizer: { type: 'sgd', learningRate: 0.01 } })
  const inputs = Float32Array.from(normals(1, 43 * 4))
  // Two layers make an infinite number of it.
  inputs.fill(3e38, 20 * 4, 21 * 4)
  const labels = Array.from({ length: 43 }, (_, i) => i % 3)
  const train = arraySource(inputs, labels, [4])

  it('is taken back to just before the step, whose batch names the example', () => {
    const model = createModel(kernels, { network: spec, batchSize: 8, threads: 1, training: settings })
    const trainer = createTrainer({ model, network: spec, training: settings, train, validation: null })
    trainer.initialize()
    model.setWeights(model.weights().map((value) => 3 * value))
    const good = trainer.state()
    let error: unknown
    try {
      trainer.runEpoch()
    } catch (caught) {
      error = caught
    }
    expect(error).toBeInstanceOf(NonFiniteLossError)
    const { epoch, step } = error as NonFiniteLossError
    trainer.restore(good)
    let begun = 0
    expect(trainer.runEpoch({ shouldStop: () => begun++ === step - 1 })).toBe('stopped')
    const batch = trainer.loadBatch()
    expect([batch.epoch, batch.step, batch.indices.length]).toEqual([epoch, step, 8])
    const found = locateNonFinite(model, spec, settings, batch.indices.length)!
    expect([found.what, found.layer, found.float64]).toEqual(['output', 0, 'finite'])
    expect(batch.indices[found.example!]).toBe(20)
    expect(() => trainer.runEpoch()).toThrow(NonFiniteLossError)
  })

  it('trains on to the same bits after its batch has been looked at', () => {
    const rest = (look: boolean, tableRows: number) => {
      const model = createModel(kernels, { network: spec, batchSize: 8, threads: 1, training: settings, tableRows })
      const fine = arraySource(Float32Array.from(normals(1, 43 * 4)), labels, [4])
      const trainer = createTrainer({ model, network: spec, training: settings, train: fine, validation: null })
      trainer.initialize()
      let begun = 0
      trainer.runEpoch({ shouldStop: () => begun++ === 3 })
      if (look) expect(locateNonFinite(model, spec, settings, trainer.loadBatch().indices.length)).toBeNull()
      trainer.runEpoch()
      trainer.runEpoch()
      return trainer.state()
    }
    expect(rest(true, 0)).toEqual(rest(false, 0))
    expect(rest(true, 43)).toEqual(rest(false, 0))
  })
})
