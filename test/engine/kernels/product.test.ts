import fc from 'fast-check'
import { describe, it } from 'vitest'
import { Conv2dLayer, DenseLayer } from '../../../src-engine/spec/network.ts'
import { coverOf } from '../../../src-engine/spec/window.ts'
import { activation, batch, compareLayer, raggedPicture, seed } from '../support/agreement.ts'

const fixed = { below: 'linear', seed: 5 } as const

describe('dense', () => {
  it('agrees with the reference over random shapes', () => {
    const size = fc.integer({ min: 1, max: 67 })
    const own = fc.record({ units: size, activation, useBias: fc.boolean() })
    fc.assert(
      fc.property(size, own, batch, activation, seed, (inputs, settings, [batchSize, count], below, from) => {
        const spec = DenseLayer.parse({ type: 'dense', ...settings })
        compareLayer({ spec, shape: [inputs], batchSize, count, below, seed: from })
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    [251, 9, 7],
    [252, 65, 49],
    [253, 64, 48],
    [600, 70, 49],
    [1030, 20, 10], // more inputs than one panel has rows
    [10, 1030, 7], // the same on the way back
    [20, 20, 350], // more examples than one tile has rows
    [1, 1, 1],
  ])('agrees where blocks end: %i inputs, %i units, batch %i', (inputs, units, count) => {
    const spec = DenseLayer.parse({ type: 'dense', units, activation: 'relu' })
    compareLayer({ ...fixed, spec, shape: [inputs], batchSize: count, count })
  })
})

describe('conv2d', () => {
  const window = fc.record({
    kernelSize: fc.integer({ min: 1, max: 5 }),
    strides: fc.integer({ min: 1, max: 4 }),
    dilationRate: fc.integer({ min: 1, max: 3 }),
    padding: fc.constantFrom('same', 'valid'),
    filters: fc.integer({ min: 1, max: 18 }),
    useBias: fc.boolean(),
    activation,
  })

  it('agrees with the reference over random shapes', () => {
    const picture = raggedPicture(400)
    fc.assert(
      fc.property(picture, window, batch, activation, seed, (shape, own, [batchSize, count], below, from) => {
        const cover = coverOf({ size: own.kernelSize, dilation: own.dilationRate })
        fc.pre(own.padding === 'same' || cover <= Math.min(shape[0], shape[1]))
        const spec = Conv2dLayer.parse({ type: 'conv2d', ...own })
        compareLayer({ spec, shape, batchSize, count, below, seed: from })
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    [8, 7, 30, 3, 1, 1, 17], // a patch longer than one block of columns
    [19, 17, 3, 5, 2, 1, 70], // more filters than one tile, stride 2
    [40, 40, 3, 3, 1, 1, 16], // more pixels than one block of rows in the weight gradient
    [13, 12, 30, 3, 2, 3, 9], // holes in the kernel, blocks of columns that end inside a tap
    [65, 1, 67, 1, 1, 1, 67],
    [19, 18, 5, 1, 1, 1, 9], // single pixels, more of them than one pass of the weight gradient takes
  ])(
    'agrees where blocks end: %i×%i×%i, kernel %i, stride %i, dilation %i, %i filters',
    (h, w, c, kernelSize, strides, dilationRate, filters) => {
      const own = { filters, kernelSize, strides, dilationRate, padding: 'same' }
      const spec = Conv2dLayer.parse({ type: 'conv2d', ...own })
      compareLayer({ spec, shape: [h, w, c], batchSize: 3, count: 3, below: 'relu', seed: 9 })
    },
  )
})
