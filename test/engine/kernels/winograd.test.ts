import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { suitsWinograd } from '../../../src-engine/plan/layers/winograd.ts'
import { windowOf } from '../../../src-engine/plan/layers/window.ts'
import { Conv2dLayer } from '../../../src-engine/spec/network.ts'
import { inferShapes, type Shape } from '../../../src-engine/spec/shapes.ts'
import { activation, batch, compareLayer, seed } from '../support/agreement.ts'

const conv = (own: object): Conv2dLayerSpec => Conv2dLayer.parse({ type: 'conv2d', kernelSize: 3, ...own })
type Conv2dLayerSpec = ReturnType<typeof Conv2dLayer.parse>

function isChosen(spec: Conv2dLayerSpec, shape: Shape): boolean {
  const [info] = inferShapes({ input: [...shape], layers: [spec] })
  return suitsWinograd(windowOf(info!, spec))
}

describe('convolutions by Winograd', () => {
  const fours = (most: number) => fc.integer({ min: 4, max: most / 4 }).map((count) => 4 * count)
  const side = fc.integer({ min: 4, max: 13 })

  it('agree with the reference over random shapes, forward and back', () => {
    const layer = fc.record({
      filters: fours(36),
      padding: fc.constantFrom('same', 'valid'),
      useBias: fc.boolean(),
      activation,
    })
    fc.assert(
      fc.property(side, side, fours(36), layer, batch, activation, seed, (h, w, c, own, [size, count], below, from) => {
        const spec = conv(own)
        fc.pre(isChosen(spec, [h, w, c]))
        compareLayer({
          spec,
          shape: [h, w, c],
          batchSize: Math.min(3, size),
          count: Math.min(3, count),
          below,
          seed: from,
        })
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    [8, 8, 68, 20], // more channels than one block
    [6, 6, 16, 136], // more filters than one tile
    [10, 10, 132, 72], // both, and a weight gradient in several blocks
    [7, 5, 20, 24], // outputs that reach over the edge
    [2, 2, 16, 16], // every patch reaches over the edge
  ])('agree where blocks end: %i×%i×%i, %i filters', (h, w, c, filters) => {
    const spec = conv({ filters, padding: 'same', activation: 'relu' })
    expect(isChosen(spec, [h, w, c])).toBe(true)
    compareLayer({ spec, shape: [h, w, c], batchSize: 5, count: 4, below: 'relu', seed: 3 })
  })

  it.each<[string, object, Shape]>([
    ['stride 2', { filters: 16, strides: 2 }, [8, 8, 16]],
    ['a kernel of 5', { filters: 16, kernelSize: 5 }, [8, 8, 16]],
    ['holes in the kernel', { filters: 16, dilationRate: 2 }, [8, 8, 16]],
    ['few channels', { filters: 16 }, [8, 8, 12]],
    ['few filters', { filters: 12 }, [8, 8, 16]],
    ['channels that fill no vector', { filters: 16 }, [8, 8, 18]],
    ['outputs of which half would be thrown away', { filters: 16 }, [3, 3, 16]],
  ])('are not chosen for %s', (_, own, shape) => {
    expect(isChosen(conv(own), shape)).toBe(false)
  })
})
