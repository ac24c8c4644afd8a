import { expect, it } from 'vitest'
import { rankCorrelation } from '../../../../src-engine/inspect/comparison/rank-correlation.ts'

it('of ten children, the example that statistics courses print', () => {
  const iq = [86, 97, 99, 100, 101, 103, 106, 110, 112, 113]
  const hours = [2, 20, 28, 27, 50, 29, 7, 17, 6, 12]
  expect(rankCorrelation(iq, hours)).toBeCloseTo(-29 / 165, 12)
})
it('with equal numbers, as scipy.stats.spearmanr has it', () => {
  expect(rankCorrelation([1, 2, 2, 3, 3, 3, 7, 9], [2, 1, 4, 4, 4, 5, 1, 8])).toBeCloseTo(0.42405063291139244, 12)
})
it('sees order alone', () => {
  const x = [3, 1, 4, 1.5, 9, 2.6]
  expect(rankCorrelation(x, x.map(Math.exp))).toBe(1)
  expect(
    rankCorrelation(
      x,
      x.map((value) => -(value ** 3)),
    ),
  ).toBe(-1)
})
it('says nothing where there is nothing to say', () => {
  expect(rankCorrelation([1, 2], [2, 1])).toBeNull()
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNull()
  expect(() => rankCorrelation([1, NaN, 2], [1, 2, 3])).toThrow(RangeError)
  expect(() => rankCorrelation([1], [])).toThrow(RangeError)
})
