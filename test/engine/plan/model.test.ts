import { describe, expect, it } from 'vitest'
import { createModel, estimateMemory, MemoryError } from '../../../src-engine/plan/model.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import { SpecError } from '../../../src-engine/spec/shapes.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'

const small = presetNetwork('mlp-8', [4], 3)

describe('createModel', () => {
  it('places the parameters one after the other', () => {
    const model = createModel(kernels, { network: small, batchSize: 2, threads: 1 })
    expect(model.parameters.map(({ name, offset, length }) => [name, offset, length])).toEqual([
      ['0.kernel', 0, 32],
      ['0.bias', 32, 8],
      ['1.kernel', 40, 24],
      ['1.bias', 64, 3],
    ])
    const weights = Float32Array.from({ length: 67 }, (_, i) => i)
    model.setWeights(weights)
    expect(model.weights()).toEqual(weights)
    expect(() => {
      model.setWeights(new Float32Array(66))
    }).toThrow(RangeError)
  })

  it('takes less memory to predict than to train, and says how much', () => {
    const options = { network: presetNetwork('cnn-small', [64, 64, 3], 10), batchSize: 32, threads: 2 }
    const predict = estimateMemory(options)
    const train = estimateMemory({ ...options, training: training() })
    expect(predict).toBeLessThan(0.6 * train)
  })

  it('refuses what does not fit with the estimate', () => {
    const wide = network({
      input: [1024, 1024, 3],
      layers: [
        { type: 'conv2d', filters: 256, kernelSize: 3, padding: 'same' },
        { type: 'maxPool2d', poolSize: 64 },
        { type: 'flatten' },
        { type: 'dense', units: 2, activation: 'softmax' },
      ],
    })
    const options = { network: wide, batchSize: 64, threads: 1, training: training() }
    expect(() => createModel(kernels, options)).toThrow(MemoryError)
    expect(estimateMemory(options)).toBeGreaterThan(2 * 64 * 4 * 256 * 1024 * 1024)
  })

  it.each([
    { threads: 17 },
    ...[0, -1, 1.5, NaN, Infinity, 100_000].flatMap((value) => [{ batchSize: value }, { threads: value }]),
  ])('refuses %o', (change) => {
    const make = () => createModel(kernels, { network: small, batchSize: 1, threads: 1, ...change })
    expect(make).toThrow(RangeError)
    expect(make).toThrow(/must be a whole number from 1 to (16|65536)/)
  })

  it('refuses a loss or an output that do not fit the last layer', () => {
    const linear = network({ input: [2], layers: [{ type: 'dense', units: 2 }] })
    const picture = network({ input: [4, 4, 1], layers: [{ type: 'conv2d', filters: 2, kernelSize: 3 }] })
    const make = (spec: typeof linear) => () =>
      createModel(kernels, { network: spec, batchSize: 1, threads: 1, training: training() })
    expect(make(linear)).toThrow(SpecError)
    expect(make(picture)).toThrow(SpecError)
  })

  it('refuses to read outside its buffers', () => {
    const model = createModel(kernels, { network: small, batchSize: 2, threads: 1, training: training() })
    expect(() => model.predict(3)).toThrow(RangeError)
    expect(() => model.predict(0)).toThrow(RangeError)
    model.labels().set([0, 3])
    expect(() => model.trainStep(2)).toThrow(RangeError)
    expect(model.trainStep(1).loss).toBeCloseTo(Math.log(3), 6)
    model.labels().set([-1, 0])
    expect(() => model.evaluate(1)).toThrow(RangeError)
  })

  it('does not train without room for gradients', () => {
    const model = createModel(kernels, { network: small, batchSize: 2, threads: 1 })
    expect(() => model.trainStep(1)).toThrow('prediction only')
    expect(model.evaluate(2).lossSum).toBeCloseTo(2 * Math.log(3), 6)
  })
})
