import { expect, it } from 'vitest'
import { spread } from '../../../src-engine/inspect/spread.ts'

it('is the mean and the deviation of a sample', () => {
  // Σ (x − 5)² = 32 over 8 − 1.
  expect(spread([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ count: 8, mean: 5, deviation: Math.sqrt(32 / 7) })
  expect(spread([0.9])).toEqual({ count: 1, mean: 0.9, deviation: null })
  expect(spread([])).toEqual({ count: 0, mean: null, deviation: null })
})
