import { expect, it } from 'vitest'
import { erf } from '../../../src-engine/reference/erf.ts'

// To 17 digits, by arithmetic of 25 (mpmath).
it.each([
  [0, 0],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [2, 0.9953222650189527],
  [2.999, 0.9999777698314002],
  [3, 0.9999779095030014],
  [4, 0.9999999845827421],
  [6, 1],
  [30, 1],
  [Infinity, 1],
])('erf %f', (x, expected) => {
  expect(Math.abs(erf(x) - expected)).toBeLessThan(4e-16)
  expect(erf(-x)).toBe(-erf(x))
})

it('of no number is none', () => {
  expect(erf(NaN)).toBeNaN()
})
