import { describe, expect, it } from 'vitest'
import { batchNormBackward, batchNormForward, channelStatistics } from '../../../src-engine/reference/batchNorm.ts'
import { dropoutForward } from '../../../src-engine/reference/dropout.ts'
import { layerNormForward } from '../../../src-engine/reference/layerNorm.ts'
import { evaluate, forward } from '../../../src-engine/reference/network.ts'
import { initialState } from '../../../src-engine/reference/optimizers.ts'
import { trainStep } from '../../../src-engine/reference/train-step.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { goldens } from '../support/goldens.ts'
import { network, training } from '../support/networks.ts'
import { expectGolden, normals } from '../support/numbers.ts'

describe('batchNorm', () => {
  const golden = goldens.batch_norm
  const x = Float64Array.from(golden.x)
  const gamma = Float64Array.of(golden.gamma)
  const beta = Float64Array.of(golden.beta)

  it('is the golden one, forward and backward', () => {
    const { mean, variance } = channelStatistics(x, 1)
    expectGolden([mean[0]!, variance[0]!], [golden.mean, golden.var_biased])
    expectGolden(batchNormForward(x, gamma, beta, { mean, variance }, golden.eps), golden.xhat)
    const back = batchNormBackward(x, gamma, Float64Array.from(golden.dy), golden.eps)
    expectGolden([back.dgamma[0]!, back.dbeta[0]!], [golden.dgamma, golden.dbeta])
    expectGolden(back.dx, golden.dx)
  })

  it('counts statistics along while training and predicts with them, inside a residual block too', () => {
    const momentum = 0.75
    const spec = network({
      input: [2, 2, 1],
      layers: [
        { type: 'batchNorm', momentum },
        {
          type: 'residual',
          layers: [
            { type: 'conv2d', filters: 2, kernelSize: 1 },
            { type: 'batchNorm', momentum },
          ],
        },
        { type: 'flatten' },
        { type: 'dense', units: 2, activation: 'softmax' },
      ],
    })
    const x1 = normals(3, 12)
    const batch = { x: x1, labels: [0, 1, 1] }
    // A rate that moves nothing but the statistics.
    const settings = training({ optimizer: { type: 'sgd', learningRate: 1e-300 } })
    const first = Float64Array.from(initialWeights(spec, 1))
    const [gamma0, beta0, mean0, variance0] = first
    expect([gamma0, beta0, mean0, variance0]).toEqual([1, 0, 0, 1])
    const { weights } = trainStep(spec, settings, first, initialState(first.length), batch)
    const mean = x1.reduce((sum, value) => sum + value, 0) / 12
    const variance = x1.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 12
    expectGolden(weights.subarray(2, 4), [0.25 * mean, 0.75 + 0.25 * variance])
    // Block: kernel 2, bias 2, batchNorm 8; projection: kernel 2, batchNorm 8.
    const inner = weights.subarray(4 + 4 + 4, 4 + 4 + 8)
    const skip = weights.subarray(4 + 12 + 2 + 4, 4 + 12 + 2 + 8)
    for (const statistics of [inner, skip]) expect([...statistics.slice(2)]).not.toEqual([1, 1])
    const [trace] = forward(spec, weights, x1)
    expectGolden(
      trace!.a,
      x1.map((value) => (value - weights[2]!) / Math.sqrt(weights[3]! + 0.001)),
    )
    expect(evaluate(spec, 'categoricalCrossentropy', weights, batch).loss).toBeGreaterThan(0)
  })
})

it('layerNorm gives every row the mean β and the deviation γ', () => {
  const a = layerNormForward(normals(2, 4 * 50), new Float64Array(50).fill(3), new Float64Array(50).fill(7), 1e-12)
  for (let row = 0; row < 200; row += 50) {
    const own = a.subarray(row, row + 50)
    const mean = own.reduce((sum, value) => sum + value, 0) / 50
    expect(mean).toBeCloseTo(7, 10)
    expect(Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 50)).toBeCloseTo(3, 10)
  }
})

it('inverted dropout is the golden one', () => {
  const { h, mask, 'inverted_p_keep_.5': kept } = goldens.dropout
  expectGolden(dropoutForward(Float64Array.from(h!), Float64Array.from(mask!), 0.5), kept!)
})
