import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { compilePlan } from '../../../src-engine/plan/compile.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { activation, batch, seed } from '../support/agreement.ts'
import { kernels } from '../support/kernels.ts'
import type { LayerInput } from '../support/layers.ts'
import { network, training } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'

const options = training({ optimizer: { type: 'sgd', learningRate: 0.1 } })
const relu: LayerInput = { type: 'activation', activation: 'relu' }
const answers: LayerInput[] = [{ type: 'flatten' }, { type: 'dense', units: 3, activation: 'softmax' }]

type Shape = readonly [height: number, width: number, channels: number]

/** batchNorm and pooling behind a convolution; between them perhaps a layer that does nothing, so that each has its own passes. */
function pooling([height, width, channels]: Shape, below: string, between: LayerInput[], isApart: boolean) {
  const stay: LayerInput = { type: 'reshape', targetShape: [height, width, channels] }
  const convolution = { type: 'conv2d', filters: channels, kernelSize: 3, padding: 'same', activation: below } as const
  const inner: LayerInput[] = [{ type: 'batchNorm' }, ...between, ...(isApart ? [stay] : []), { type: 'maxPool2d' }]
  return network({ input: [height, width, 2], layers: [convolution as LayerInput, ...inner, ...answers] })
}

const shape = fc
  .tuple(fc.integer({ min: 1, max: 35 }), fc.integer({ min: 1, max: 35 }), fc.integer({ min: 1, max: 5 }))
  .map(([h, w, c]): Shape => [2 * h, 2 * Math.max(1, Math.min(w, Math.floor(100 / h))), 4 * c])
const between = fc.constantFrom<LayerInput[]>([], [relu], [{ type: 'activation', activation: 'linear' }, relu])

describe('batchNorm that pools', () => {
  it('answers to the same bits and sends back the same gradient as one after the other', () => {
    fc.assert(
      fc.property(shape, activation, between, batch, seed, (size, below, inner, [batchSize, count], from) => {
        const weights = initialWeights(pooling(size, below, inner, false), from)
        const [pooled, apart] = [false, true].map((isApart) => {
          const spec = pooling(size, below, inner, isApart)
          const model = createModel(kernels, { network: spec, batchSize, threads: 1, training: options })
          model.setWeights(weights)
          model.inputs().set(normals(from, count * model.inputSize))
          model.labels().set(Array.from({ length: count }, (_, i) => i % 3))
          const gradient = model.gradient(count)
          const { loss } = model.trainStep(count)
          return { gradient, loss, weights: model.weights(), answers: model.predict(count).slice() }
        })
        expect(pooled!.loss).toBe(apart!.loss)
        expect(relativeDistance(pooled!.gradient, apart!.gradient)).toBeLessThan(2e-6)
        expect(relativeDistance(pooled!.weights, apart!.weights)).toBeLessThan(1e-6)
        expect(relativeDistance(pooled!.answers, apart!.answers)).toBeLessThan(1e-5)
      }),
    )
  })

  /** Whether the plan of [batchNorm, …behind] over this picture pools in batchNorm's passes. */
  const pools = (picture: Shape, ...behind: LayerInput[]): boolean => {
    const spec = network({ input: [...picture], layers: [{ type: 'batchNorm' }, ...behind, ...answers] })
    const { programs } = compilePlan({ network: spec, batchSize: 2, threads: 1 })
    return programs.predict.instructions.some(({ opcode }) => opcode === layout.BATCH_NORM_POOL)
  }

  it('where windows of 2×2 cover an even picture of whole vectors, with nothing but relu in between', () => {
    const pool: LayerInput = { type: 'maxPool2d' }
    expect(pools([4, 6, 8], pool)).toBe(true)
    expect(pools([4, 6, 8], relu, pool)).toBe(true)
    expect(pools([4, 6, 8], relu)).toBe(false)
    expect(pools([4, 6, 8], { type: 'activation', activation: 'tanh' }, pool)).toBe(false)
    expect(pools([4, 6, 8], { type: 'dropout', rate: 0.5 }, pool)).toBe(false)
    expect(pools([4, 6, 8], { type: 'averagePool2d' })).toBe(false)
    for (const picture of [
      [5, 6, 8],
      [4, 7, 8],
      [4, 6, 6],
    ] as const)
      expect(pools(picture, pool)).toBe(false)
    for (const window of [{ poolSize: 3 }, { strides: 1 }, { poolSize: 3, strides: 2 }])
      expect(pools([6, 6, 8], { type: 'maxPool2d', ...window })).toBe(false)
  })
})
