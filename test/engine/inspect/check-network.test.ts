import { describe, expect, it } from 'vitest'
import { checkNetwork } from '../../../src-engine/inspect/check-network.ts'
import type { TensorCheck } from '../../../src-engine/inspect/gradient-check.ts'
import { forward, gradient } from '../../../src-engine/reference/network.ts'
import { LossName } from '../../../src-engine/spec/training.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { layerNetworks } from '../support/all-layers.ts'
import { kernels } from '../support/kernels.ts'
import { mixedNetwork, network } from '../support/networks.ts'

const options = { loss: 'categoricalCrossentropy', seed: 3, examples: 4, perTensor: 6 } as const

function expectAgreement(tensors: Iterable<TensorCheck>): void {
  for (const { name, verdict, kernels: inFloat32 } of tensors) {
    expect(verdict, name).toMatch(/^(correct|probablyCorrect)$/)
    expect(inFloat32?.verdict, `${name} in the kernels`).toMatch(/^(correct|probablyCorrect|caution)$/)
  }
}

describe('every layer, in the reference and in the kernels', () => {
  it.each([['every usual layer, with dropout', mixedNetwork] as const, ...layerNetworks])('%s', (_, spec) => {
    const { tensorCount, nonFinite, ...report } = checkNetwork(kernels, spec, options)
    const tensors = [...report.tensors]
    expect(nonFinite).toBeNull()
    expect(tensors).toHaveLength(tensorCount)
    expect(tensorCount).toBeGreaterThan(0)
    expectAgreement(tensors)
  })
})

it.each(LossName.options)('the loss %s', (loss) => {
  const activation = loss === 'perceptron' ? 'step' : loss === 'categoricalCrossentropy' ? 'softmax' : 'sigmoid'
  const spec = network({
    input: [3],
    layers: [
      { type: 'dense', units: 4, activation: 'tanh' },
      { type: 'dense', units: 2, activation },
    ],
  })
  expectAgreement(checkNetwork(kernels, spec, { ...options, loss }).tensors)
})

it('says of each layer what the reference says', () => {
  const spec = network({
    input: [2],
    layers: [
      { type: 'dense', units: 3, activation: 'relu', biasInitializer: { type: 'constant', value: -20 } },
      { type: 'dense', units: 2, activation: 'tanh', biasInitializer: { type: 'constant', value: 4 } },
      { type: 'dense', units: 2, activation: 'softmax' },
    ],
  })
  const { layers, tensors } = checkNetwork(kernels, spec, options)
  const weights = Float64Array.from(initialWeights(spec, options.seed))
  expect(layers.map(({ layer, type, dead, saturated }) => ({ layer, type, dead, saturated }))).toEqual([
    { layer: 0, type: 'dense', dead: 1, saturated: null },
    { layer: 1, type: 'dense', dead: null, saturated: 1 },
    { layer: 2, type: 'dense', dead: null, saturated: null },
  ])
  // Nothing comes out of the first layer, so what goes in does not matter to the others.
  const x = new Float64Array(8)
  expect([...forward(spec, weights, x)[0]!.a]).toEqual(Array(12).fill(0))
  const g = gradient(spec, options.loss, weights, { x, labels: [0, 1, 0, 1] }).gradient
  const places = [0, 9, 17, 23]
  layers.forEach(({ weightNorm, gradientNorm }, layer) => {
    expect(weightNorm).toBeCloseTo(Math.hypot(...weights.slice(places[layer], places[layer + 1])), 5)
    expect(gradientNorm).toBeCloseTo(Math.hypot(...g.slice(places[layer], places[layer + 1])), 6)
  })
  expect(layers.map(({ gradientNorm }) => gradientNorm > 0)).toEqual([false, true, true])
  for (const { name, verdict } of tensors) expect(verdict, name).toBe('correct')
})

it('names the first number that is not finite', () => {
  const spec = network({
    input: [2],
    layers: [
      ...Array.from({ length: 8 }, () => ({
        ...{ type: 'dense', units: 2, kernelInitializer: { type: 'constant', value: 1e6 } },
      })),
      { type: 'dense', units: 2, activation: 'softmax' },
    ],
  } as Parameters<typeof network>[0])
  const { nonFinite, tensors } = checkNetwork(kernels, spec, options)
  // 10^(6 · 7) is beyond float32 and within float64.
  expect(nonFinite).toMatchObject({ layer: 6, tensor: '6.output' })
  expect([...tensors][0]!.kernels).toMatchObject({ relativeError: NaN, verdict: 'wrong' })
})
