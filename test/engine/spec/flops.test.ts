import { expect, it } from 'vitest'
import { flopsPerExample, flopsPerTrainingExample } from '../../../src-engine/spec/flops.ts'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import { goldens } from '../support/goldens.ts'
import type { LayerInput } from '../support/layers.ts'
import { network } from '../support/networks.ts'

const flops = (input: number[], ...layers: LayerInput[]): number => flopsPerExample(network({ input, layers }))

it('counts a multiply-add twice and everything per number once', () => {
  expect(flops([784], { type: 'dense', units: 32, activation: 'relu' })).toBe(2 * 784 * 32 + 32 + 32)
  expect(flops([8, 8, 3], { type: 'conv2d', filters: 4, kernelSize: 3, useBias: false })).toBe(36 * 4 * 2 * 27)
  expect(flops([8, 8, 3], { type: 'depthwiseConv2d', kernelSize: 3, padding: 'same' })).toBe(64 * 3 * (2 * 9 + 1))
  expect(flops([4, 4, 2], { type: 'maxPool2d' })).toBe(2 * 2 * 2 * 4)
  for (const type of ['globalAveragePool2d', 'globalMaxPool2d'] as const) expect(flops([4, 3, 2], { type })).toBe(24)
  expect(flops([5, 3], { type: 'recurrent', units: 2 })).toBe(5 * 2 * (2 * 3 + 2 * 2 + 1 + 1))
  expect(flops([4, 4, 2], { type: 'batchNorm' }, { type: 'flatten' })).toBe(64)
})

it('adds up a block with its projection', () => {
  const block: LayerInput = {
    ...{ type: 'residual', activation: 'relu' },
    layers: [{ type: 'conv2d', filters: 3, kernelSize: 3, strides: 2, padding: 'same', useBias: false }],
  }
  // Convolution; pooling, 1×1 convolution and batchNorm beside it; sum and relu.
  expect(flops([4, 4, 2], block)).toBe(12 * 36 + (8 * 4 + 12 * 4 + 12 * 2) + 12 * 2)
})

it('training costs three times as much', () => {
  const spec = network({ input: [3], layers: [{ type: 'dense', units: 2 }] })
  expect(flopsPerTrainingExample(spec)).toBe(3 * flopsPerExample(spec))
})

it.each([
  ['784-15-10', [784, 15, 10]],
  ['784-32-10', [784, 32, 10]],
  ['784-32-10-10', [784, 32, 10, 10]],
  ['784-500-500-500-10', [784, 500, 500, 500, 10]],
  ['64-64-2', [64, 64, 2]],
  ['2-2-2', [2, 2, 2]],
  ['2-2-1', [2, 2, 1]],
  ['2-3-1', [2, 3, 1]],
  ['3-3-3-1 (Theta 3x4,3x4,1x4)', [3, 3, 3, 1]],
] as const)('%s has the golden number of parameters', (name, [input, ...units]) => {
  const infos = inferShapes(
    network({ input: [input], layers: units.map((count) => ({ type: 'dense', units: count })) }),
  )
  expect(infos.reduce((sum, { parameterCount }) => sum + parameterCount, 0)).toBe(goldens.parameter_counts[name])
})
