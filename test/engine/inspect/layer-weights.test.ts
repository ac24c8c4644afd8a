import { expect, it } from 'vitest'
import { firstKernel } from '../../../src-engine/inspect/layer-weights.ts'
import { NetworkSpec } from '../../../src-engine/spec/network.ts'

const counting = (length: number): Float32Array => Float32Array.from({ length }, (_, index) => index)

it('gives the kernel of the first layer that has one, in the shape of what it looks at', () => {
  const conv = NetworkSpec.parse({
    input: [4, 4, 2],
    layers: [
      { type: 'dropout', rate: 0.1 },
      { type: 'conv2d', filters: 3, kernelSize: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 9 },
    ],
  })
  expect(firstKernel(conv, counting(500))).toEqual({ layer: 1, shape: [2, 2, 2, 3], units: 3, values: counting(24) })
  const dense = NetworkSpec.parse({ input: [2, 2, 1], layers: [{ type: 'flatten' }, { type: 'dense', units: 3 }] })
  expect(firstKernel(dense, counting(15))).toEqual({ layer: 1, shape: [2, 2, 1, 3], units: 3, values: counting(12) })
})

it('shows 64 units of a larger layer, and says how many there are', () => {
  const network = NetworkSpec.parse({ input: [2], layers: [{ type: 'dense', units: 100 }] })
  const kernel = firstKernel(network, counting(300))
  expect(kernel).toMatchObject({ units: 100, shape: [2, 64] })
  expect([kernel?.values[63], kernel?.values[64]]).toEqual([63, 100])
})

it('has nothing to show of a network without weights', () => {
  expect(
    firstKernel(NetworkSpec.parse({ input: [2, 2, 1], layers: [{ type: 'flatten' }] }), new Float32Array()),
  ).toBeNull()
})
