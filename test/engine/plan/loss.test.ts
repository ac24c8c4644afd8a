import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { softmaxCrossEntropy } from '../../../src-engine/reference/losses/cross-entropy.ts'
import { meanSquaredError } from '../../../src-engine/reference/losses/squared.ts'
import { softmax, softmaxBackward } from '../../../src-engine/reference/softmax.ts'
import { oneHot } from '../../../src-engine/reference/targets.ts'
import { goldens } from '../support/goldens.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'

const softmaxCases = Object.entries(goldens.softmax).filter(([, value]) => Array.isArray(value.softmax))

describe.each(softmaxCases)('softmax of %s', (text, golden) => {
  const z = Float64Array.from(JSON.parse(text) as number[])
  const classes = z.length

  it('gives the golden in the reference', () => {
    golden.softmax.forEach((value, k) => {
      expect(softmax(z, classes)[k]).toBeCloseTo(value, 12)
      const g = Float64Array.from(z, (_, j) => Number(j === k))
      golden.jacobian?.[k]!.forEach((slope, j) => {
        expect(softmaxBackward(softmax(z, classes), g, classes)[j]).toBeCloseTo(slope, 12)
      })
    })
    const { loss, delta } = softmaxCrossEntropy({ a: z, y: oneHot([classes - 1], classes), outputs: classes })
    expect(loss).toBeCloseTo(golden.cross_entropy_last_class_hot, 12)
    golden.dCE_dz.forEach((value, k) => {
      expect(delta[k]).toBeCloseTo(value, 12)
    })
  })

  it('gives the golden in the kernels', () => {
    // The logits are the biases of a layer without input.
    const spec = network({ input: [1], layers: [{ type: 'dense', units: classes, activation: 'softmax' }] })
    const model = createModel(kernels, { network: spec, batchSize: 1, threads: 1, training: training() })
    model.setWeights(Float32Array.of(...z.map(() => 0), ...z))
    model.labels()[0] = classes - 1
    const { lossSum } = model.evaluate(1)
    expect(Math.abs(lossSum - golden.cross_entropy_last_class_hot)).toBeLessThan(1e-5 * Math.max(1, Math.abs(z[0]!)))
    golden.softmax.forEach((value, k) => {
      expect(model.outputs(1)[k]).toBeCloseTo(value, 6)
    })
    const delta = model.gradient(1).subarray(classes)
    golden.dCE_dz.forEach((value, k) => {
      expect(delta[k]).toBeCloseTo(value, 6)
    })
  })
})

const costs = Object.entries(goldens.costs).filter(
  ([, value]) => value.values?.['MSE_keras(mean over all elements)'] !== undefined,
)

it.each(costs)('mean squared error of %s is the golden', (_, { T, Z, values }) => {
  const { loss } = meanSquaredError({
    a: Float64Array.from(Z.flat()),
    y: Float64Array.from(T.flat()),
    outputs: T[0]!.length,
  })
  expect(loss).toBeCloseTo(values['MSE_keras(mean over all elements)']!, 12)
})

it('a plan for prediction measures the loss it is told', () => {
  const spec = network({ input: [2], layers: [{ type: 'dense', units: 3, activation: 'softmax' }] })
  const lossOf = (options: object): number => {
    const model = createModel(kernels, { network: spec, batchSize: 1, threads: 1, ...options })
    model.setWeights(Float32Array.of(1, -2, 0.5, 0.25, 1, -1, 0, 0.5, 0.1))
    model.inputs().set([0.3, -0.7])
    model.labels()[0] = 2
    return model.evaluate(1).lossSum
  }
  const answers = softmax(Float64Array.of(0.3 - 0.175, -0.6 - 0.7 + 0.5, 0.15 + 0.7 + 0.1), 3)
  const squared = (answers[0]! ** 2 + answers[1]! ** 2 + (answers[2]! - 1) ** 2) / 3
  expect(lossOf({ loss: 'meanSquaredError' })).toBeCloseTo(squared, 6)
  expect(lossOf({ loss: 'meanSquaredError' })).toBe(lossOf({ training: training({ loss: 'meanSquaredError' }) }))
  expect(lossOf({})).toBeCloseTo(-Math.log(answers[2]!), 6)
  expect(lossOf({ loss: 'categoricalCrossentropy' })).toBe(lossOf({}))
})

it('a plan for prediction measures the squared error where there is no softmax', () => {
  const linear = network({ input: [1], layers: [{ type: 'dense', units: 2 }] })
  const model = createModel(kernels, { network: linear, batchSize: 1, threads: 1 })
  model.setWeights(Float32Array.of(2, -1, 0.5, 0))
  model.inputs().set([1])
  model.labels()[0] = 1
  expect(model.evaluate(1).lossSum).toBeCloseTo((2.5 ** 2 + (-1 - 1) ** 2) / 2, 6)
})

it('there are goldens for softmax and costs', () => {
  expect(softmaxCases.length).toBeGreaterThanOrEqual(4)
  expect(costs.length).toBeGreaterThanOrEqual(3)
})
