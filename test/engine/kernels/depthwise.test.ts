import fc from 'fast-check'
import { describe, it } from 'vitest'
import { DepthwiseConv2dLayer } from '../../../src-engine/spec/network.ts'
import { coverOf } from '../../../src-engine/spec/window.ts'
import { activation, batch, compareLayer, raggedPicture, seed } from '../support/agreement.ts'

describe('depthwiseConv2d', () => {
  it('agrees with the reference over random shapes', () => {
    const window = fc.record({
      kernelSize: fc.integer({ min: 1, max: 5 }),
      strides: fc.integer({ min: 1, max: 4 }),
      dilationRate: fc.integer({ min: 1, max: 3 }),
      padding: fc.constantFrom('same', 'valid'),
      useBias: fc.boolean(),
      activation,
    })
    fc.assert(
      fc.property(
        raggedPicture(2000),
        window,
        batch,
        activation,
        seed,
        (shape, own, [batchSize, count], below, from) => {
          const cover = coverOf({ size: own.kernelSize, dilation: own.dilationRate })
          fc.pre(own.padding === 'same' || cover <= Math.min(shape[0], shape[1]))
          const spec = DepthwiseConv2dLayer.parse({ type: 'depthwiseConv2d', ...own })
          compareLayer({ spec, shape, batchSize, count, below, seed: from })
        },
      ),
      { numRuns: 300 },
    )
  })
})
