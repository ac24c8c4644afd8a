import { expect, it } from 'vitest'
import { aligned, positionIn, seriesCsv, type Series } from '../../../../src-renderer/charts/series.ts'
import { unionX } from '../../../../src-renderer/features/runs/compare/curves/compared-series.ts'

const short: Series = { name: 'a', kind: 'single', x: Float64Array.of(1, 3), values: Float64Array.of(10, 30) }
const long: Series = { name: 'b', kind: 'single', x: Float64Array.of(1, 2, 5), values: Float64Array.of(1, 2, 5) }
const x = unionX([short, long])

it('puts curves of different lengths over one axis', () => {
  expect([...x]).toEqual([1, 2, 3, 5])
  expect(aligned(x, [short])[0]!.values).toEqual(Float64Array.of(10, NaN, 30, NaN))
  expect(seriesCsv('epoch', x, [short, long])).toBe('epoch,a,b\n1,10,1\n2,,2\n3,30,\n5,,5\n')
})

it('finds the nearest value of a curve, and none behind its end', () => {
  expect([0, 1, 2, 3].map((index) => positionIn(short, x, index))).toEqual([0, 1, 1, -1])
  expect(positionIn({ name: 'c', kind: 'single', values: Float64Array.of(1) }, x, 2)).toBe(2)
})
