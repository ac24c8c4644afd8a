import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dropoutBackward, dropoutForward, dropoutMask } from '../../../src-engine/reference/dropout.ts'
import { DropoutLayer } from '../../../src-engine/spec/network.ts'
import { absolute, expectWithinTerms, normals } from '../support/numbers.ts'
import { planSingleLayer } from '../support/single-layer.ts'

const none = new Float64Array(0)

describe('dropout', () => {
  it('agrees with the reference under the same mask', () => {
    const rate = fc.double({ min: 0, max: 0.95, noNaN: true })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        rate,
        fc.nat(),
        fc.integer({ min: 1, max: 1e6 }),
        (size, p, seed, step) => {
          const layer = planSingleLayer(DropoutLayer.parse({ type: 'dropout', rate: p }), [size], 5)
          const count = 4
          const x = normals(seed, count * size)
          const outputDelta = normals(seed + 1, count * size)
          const result = layer.run({ count, x, parameters: none, outputDelta, dropoutSeed: seed, step })
          const mask = dropoutMask({ seed, layer: 0, step }, p, count * size)
          expectWithinTerms(result.a, dropoutForward(x, mask, p), absolute(dropoutForward(x, mask, p)))
          const dx = dropoutBackward(outputDelta, mask, p)
          expectWithinTerms(result.inputDelta, dx, absolute(dx))
        },
      ),
    )
  })

  it('drops the asked share, independently of the neighbours and of the step before', () => {
    const size = 10_000
    const masks = Array.from({ length: 50 }, (_, step) => dropoutMask({ seed: 4, layer: 2, step }, 0.25, size))
    const kept = masks.map((mask) => mask.reduce((sum, value) => sum + value, 0))
    const total = kept.reduce((sum, value) => sum + value, 0)
    // Binomial(500,000, 0.75) has deviation 306: five of them.
    expect(Math.abs(total - 375_000)).toBeLessThan(1_530)
    for (const value of kept) expect(Math.abs(value - 7_500)).toBeLessThan(217)
    const both = (a: Float64Array, b: Float64Array, shift: number): number =>
      a.reduce((sum, value, i) => sum + value * (b[(i + shift) % size] ?? 0), 0) / size
    for (let step = 1; step < masks.length; step++) {
      expect(both(masks[step]!, masks[step]!, 1)).toBeCloseTo(0.5625, 1)
      expect(Math.abs(both(masks[step]!, masks[step - 1]!, 0) - 0.5625)).toBeLessThan(0.025)
    }
  })

  it('gives the golden of inverted dropout', () => {
    const a = dropoutForward(Float64Array.of(0.2, 0.5, 0.9, 0.4), Float64Array.of(1, 0, 1, 0), 0.5)
    expect([...a]).toEqual([0.4, 0, 1.8, 0])
  })
})
