import { expect, it } from 'vitest'
import { histogram } from '../../../src-engine/inspect/histogram.ts'
import { epochDensity } from '../../../src-renderer/charts/epoch-density.ts'

it('brings histograms of other ranges to the same bins, and each keeps all its numbers', () => {
  const narrow = { edges: [0, 1, 2], counts: [1, 3], nonFinite: 0 }
  const wide = { edges: [-2, 0, 2], counts: [1, 1], nonFinite: 0 }
  const { low, high, columns } = epochDensity([narrow, null, wide], 4)
  expect([low, high, columns[1]]).toEqual([-2, 2, null])
  expect([...columns[0]!]).toEqual([0, 0, 0.25, 0.75])
  expect([...columns[2]!]).toEqual([0.25, 0.25, 0.25, 0.25])
})

it('spreads what stands between the bins, whatever their edges', () => {
  const values = Array.from({ length: 1000 }, (_, i) => Math.sin(i) ** 3)
  const { columns } = epochDensity([histogram(values), histogram(values.map((value) => 2.7 * value + 0.3))], 48)
  for (const column of columns) expect(column!.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
  expect(epochDensity([undefined, { edges: [0, 1], counts: [0], nonFinite: 4 }], 4).columns).toEqual([null, null])
})
