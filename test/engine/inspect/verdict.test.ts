import { expect, it } from 'vitest'
import { isRefused, verdictOf } from '../../../src-engine/inspect/verdict.ts'

it.each([
  [0, 'correct', false],
  [1e-7, 'correct', false],
  [1.01e-7, 'probablyCorrect', false],
  [1e-6, 'probablyCorrect', false],
  [2e-6, 'caution', false],
  [1e-5, 'caution', false],
  [2e-5, 'doubtful', false],
  [1e-4, 'doubtful', false],
  [1.1e-4, 'doubleRedFlag', true],
  [1e-2, 'doubleRedFlag', true],
  [0.011, 'wrong', true],
  [2, 'wrong', true],
  [Infinity, 'wrong', true],
  [NaN, 'wrong', true],
] as const)('a relative error of %d is %s', (error, verdict, refused) => {
  expect(verdictOf(error)).toBe(verdict)
  expect(isRefused(verdictOf(error))).toBe(refused)
})
