import { expect, it } from 'vitest'
import { deadShare, saturatedShare } from '../../../src-engine/inspect/units.ts'

it('a unit is dead that gives 0 for every example', () => {
  // Three examples of four units: the second is 0 for each of them, the last for two only.
  expect(deadShare([1, 0, 2, 0, 3, 0, 0, 0, 0, 0, 1, 5], 4)).toBe(0.25)
  expect(deadShare([0, 0, 0, 0], 2)).toBe(1)
  expect(deadShare([1, 2], 2)).toBe(0)
  expect(deadShare([NaN, 0], 2)).toBe(0.5)
})

it('a filter is dead that gives 0 everywhere in every picture', () => {
  // Two pictures of two pixels and three filters.
  expect(deadShare([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], 3)).toBeCloseTo(1 / 3, 15)
})

it('an output is saturated near the ends of sigmoid and tanh', () => {
  expect(saturatedShare([0.009, 0.01, 0.5, 0.99, 0.991], 'sigmoid')).toBe(0.4)
  expect(saturatedShare([-0.981, -0.98, 0.009, 0.98], 'tanh')).toBe(0.25)
  expect(saturatedShare([0, 5], 'relu')).toBeNull()
})
