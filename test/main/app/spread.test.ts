import { expect, test } from 'vitest'
import { spread } from '../../../src-main/app/bundles/spread.ts'

const labels = (...counts: number[]): number[] => counts.flatMap((count, label) => Array<number>(count).fill(label))

test('a few pictures of every class are chosen evenly, and what a small class leaves goes to the larger ones', () => {
  expect(spread(labels(10, 10), 2, 4)).toEqual([0, 5, 10, 15])
  expect(spread(labels(1, 10), 2, 4)).toEqual([0, 1, 4, 7])
  expect(spread(labels(3, 2), 2, 200)).toEqual([0, 1, 2, 3, 4])
  expect(spread(labels(1, 1, 1), 3, 2)).toHaveLength(2)
  expect(spread([], 2)).toEqual([])
  expect(spread(labels(60_000, 7, 60_000), 3)).toHaveLength(200)
})
