import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histogram } from '../../../src-engine/inspect/histogram.ts'

describe('a histogram', () => {
  // numpy.histogram(values, bins)
  it.each([
    [[1, 2, 1, 4, 5, 5, 3], 4, [2, 1, 1, 3], [1, 2, 3, 4, 5]],
    [
      ...[[0.1, 0.2, 0.3, 0.7, -0.4], 5, [1, 0, 2, 1, 1]],
      [-0.4, -0.18, 0.040000000000000036, 0.2600000000000001, 0.4800000000000001, 0.7],
    ],
    [[7, 7, 7], 3, [0, 3, 0], [6.5, 6.833333333333333, 7.166666666666667, 7.5]],
    [[], 2, [0, 0], [0, 0.5, 1]],
    [
      ...[[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], 10, [1, 1, 2, 0, 1, 2, 1, 0, 1, 2]],
      [0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6000000000000001, 0.7000000000000001, 0.8, 0.9, 1],
    ],
    [[1e-300, 2e-300, 3e300], 3, [2, 0, 1], [1e-300, 1e300, 2e300, 3e300]],
  ] as [number[], number, number[], number[]][])('of %j in %i bins is that of numpy', (values, bins, counts, edges) => {
    expect(histogram(values, bins)).toEqual({ counts, edges, nonFinite: 0 })
  })

  it('counts what is not finite beside its bins', () => {
    const { counts, edges, nonFinite } = histogram(Float32Array.of(NaN, 1, Infinity, 3, -Infinity, NaN), 2)
    expect([counts, edges, nonFinite]).toEqual([[1, 1], [1, 2, 3], 4])
    expect(histogram([NaN], 2)).toEqual({ counts: [0, 0], edges: [0, 0.5, 1], nonFinite: 1 })
  })

  it('loses nothing where half more is no more', () => {
    const { counts } = histogram([1e30, 1e30], 3)
    expect(counts.reduce((sum, count) => sum + count)).toBe(2)
    expect(counts).toHaveLength(3)
  })

  it('has thirty bins, each number in the one whose edges it lies between', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (values, bins) => {
        const { counts, edges, nonFinite } = histogram(values, bins)
        const finite = [...values].filter(Number.isFinite)
        expect(nonFinite).toBe(values.length - finite.length)
        expect([counts.length, edges.length]).toEqual([bins, bins + 1])
        fc.pre(new Set(finite).size > 1)
        // Whichever zero it is.
        expect(edges[0] === Math.min(...finite) && edges[bins] === Math.max(...finite)).toBe(true)
        counts.forEach((count, bin) => {
          const [left, right] = [edges[bin]!, edges[bin + 1]!]
          const isLast = bin === bins - 1
          expect(count).toBe(finite.filter((v) => v >= left && (v < right || (isLast && v === right))).length)
        })
      }),
      { numRuns: 500 },
    )
    expect(histogram([1, 2]).counts).toHaveLength(30)
  })
})
