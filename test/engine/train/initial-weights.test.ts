import { describe, expect, it } from 'vitest'
import { fans } from '../../../src-engine/reference/initializers.ts'
import { resolveInitializer } from '../../../src-engine/spec/initializer.ts'
import type { Initializer } from '../../../src-engine/spec/network.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { network } from '../support/networks.ts'

/** 200 · 100 weights: variance known to about 1 %. */
function kernel(kernelInitializer: Initializer, activation: 'relu' | 'tanh'): Float32Array {
  const spec = network({ input: [200], layers: [{ type: 'dense', units: 100, activation, kernelInitializer }] })
  const weights = initialWeights(spec, 11)
  expect(weights.subarray(20_000).every((bias) => bias === 0)).toBe(true)
  return weights.subarray(0, 20_000)
}

const variance = (values: Float32Array): number => values.reduce((sum, w) => sum + w * w, 0) / values.length
const largest = (values: Float32Array): number => values.reduce((most, w) => Math.max(most, Math.abs(w)), 0)

describe('initialWeights', () => {
  it.each([
    ['glorotUniform', 2 / 300, Math.sqrt(6 / 300)],
    ['glorotNormal', 2 / 300, (2 * Math.sqrt(2 / 300)) / 0.87962566],
    ['heUniform', 2 / 200, Math.sqrt(6 / 200)],
    ['heNormal', 2 / 200, (2 * Math.sqrt(2 / 200)) / 0.87962566],
  ] as const)('%s has variance %f and stays within %f', (initializer, expected, bound) => {
    const values = kernel(initializer, 'tanh')
    expect(Math.abs(variance(values) / expected - 1)).toBeLessThan(0.04)
    expect(largest(values)).toBeLessThanOrEqual(Math.fround(bound) * (1 + 1e-6))
    expect(largest(values)).toBeGreaterThan(0.97 * bound)
  })

  it('auto is He normal for dense layers before relu and Glorot uniform otherwise', () => {
    const convolution = { type: 'conv2d', activation: 'relu' }
    expect(resolveInitializer('auto', convolution)).toBe('glorotUniform')
    expect(resolveInitializer('heUniform', convolution)).toBe('heUniform')
    expect(kernel('auto', 'relu')).toEqual(kernel('heNormal', 'relu'))
    expect(kernel('auto', 'tanh')).toEqual(kernel('glorotUniform', 'tanh'))
  })

  it('zeros are zeros', () => {
    expect(largest(kernel('zeros', 'tanh'))).toBe(0)
  })

  it('counts the inputs and outputs of a window', () => {
    expect(fans([3, 3, 16, 32])).toEqual({ fanIn: 144, fanOut: 288 })
    expect(fans([784, 10])).toEqual({ fanIn: 784, fanOut: 10 })
  })
})
