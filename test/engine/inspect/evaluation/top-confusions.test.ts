import { expect, it } from 'vitest'
import { topConfusions } from '../../../../src-engine/inspect/evaluation/top-confusions.ts'

it('lists mistakes, most frequent first, and never what is right', () => {
  const confusion = [
    [5, 2, 3],
    [3, 1, 0],
    [0, 0, 9],
  ]
  expect(topConfusions(confusion, 9)).toEqual([
    { trueClass: 1, predictedClass: 0, count: 3, share: 0.75 },
    { trueClass: 0, predictedClass: 2, count: 3, share: 0.3 },
    { trueClass: 0, predictedClass: 1, count: 2, share: 0.2 },
  ])
  expect(topConfusions(confusion, 1)).toHaveLength(1)
})
