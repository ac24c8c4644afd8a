import { describe, expect, test } from 'vitest'
import { condensed, eachSeries, MOST_POINTS, told } from '../../../src-main/contract/curve-history.ts'
import type { RunHistory } from '../../../src-main/contract/types.ts'

/** Epochs `from` … `to`; everything about them is their number. */
function epochs(from: number, to: number): RunHistory {
  return eachSeries(() => Float64Array.from({ length: to - from + 1 }, (_, index) => from + index))
}

describe('condensed', () => {
  test('keeps the least and the most, and leaves out what is not finite unless there is nothing else', () => {
    const loss = Float64Array.of(3, -Infinity, 5, NaN, Infinity, NaN, NaN, NaN)
    const points = condensed({ ...epochs(1, 8), loss }, 4)
    expect([...points.loss]).toEqual([3, 5, NaN, NaN])
    expect([...points.high!.loss]).toEqual([3, 5, NaN, NaN])
    expect([[...points.epoch], [...points.high!.epoch]]).toEqual([
      [1, 3, 5, 7],
      [2, 4, 6, 8],
    ])
  })
})

describe('condensed once more', () => {
  test('gives the epochs before no fewer points than those behind them', () => {
    const before = condensed(epochs(1, 8000), 8)
    const behind = epochs(8001, 8008)
    const both = (name: keyof RunHistory, of: RunHistory): Float64Array<ArrayBuffer> =>
      Float64Array.of(...of[name], ...behind[name])
    const joined = {
      ...eachSeries((name) => both(name, before)),
      high: eachSeries((name) => both(name, before.high!)),
    }
    const points = condensed(joined, 8)
    expect([...points.epoch]).toEqual([1, 2001, 3001, 4001, 5001, 6001, 7001, 8001])
    expect([...points.high!.loss]).toEqual([2000, 3000, 4000, 5000, 6000, 7000, 8000, 8008])
  })
})

describe('told', () => {
  test('sends a save as it is while it is no longer than a screen could need', () => {
    const saved = epochs(1, MOST_POINTS)
    expect(told(saved)).toBe(saved)
  })

  test('sends of more epochs few points that stand for all of them, and the last one for itself', () => {
    const points = told(epochs(501, 100_500))
    expect(points.epoch.length).toBe(2401)
    expect([points.epoch[0], points.loss.at(-1), points.high!.loss.at(-1)]).toEqual([501, 100_500, 100_500])
    expect([...points.epoch.subarray(1)]).toEqual([...points.high!.epoch.subarray(0, -1)].map((end) => end + 1))
  })
})
