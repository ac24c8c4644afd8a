import { expect, it } from 'vitest'
import { answerLoss } from '../../../../src-engine/inspect/evaluation/answer-loss.ts'
import { classCounts, confusionOf } from '../../../../src-engine/inspect/evaluation/confusion.ts'
import { accuracyEstimate, classEstimates } from '../../../../src-engine/inspect/evaluation/estimates.ts'
import { figuresOf } from '../../../../src-engine/inspect/evaluation/figures.ts'
import { topClasses } from '../../../../src-engine/inspect/evaluation/top-classes.ts'

// The examples that scikit-learn prints in the documentation of `confusion_matrix` and `precision_recall_fscore_support`.
it('counts as the examples in the documentation of scikit-learn', () => {
  expect([...confusionOf([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2], 3).counts]).toEqual([2, 0, 0, 0, 0, 1, 1, 0, 2])
  // pig, dog, cat: there precision is [0, 0, 0.66], recall [0, 0, 1], F1 [0, 0, 0.8].
  const [pig, dog, cat] = classCounts(confusionOf([2, 1, 0, 2, 1, 0], [2, 0, 1, 2, 2, 1], 3)).map(figuresOf)
  expect(pig).toEqual({ precision: 0, recall: 0, f1: 0 })
  expect(dog).toEqual({ precision: 0, recall: 0, f1: 0 })
  expect(cat).toEqual({ precision: 2 / 3, recall: 1, f1: 0.8 })
})

it('has no figure where nothing was counted, and refuses classes that are not there', () => {
  const [never, absent] = classEstimates(confusionOf([0, 0, 2], [2, 2, 2], 3))
  expect(never).toEqual({ count: 2, predicted: 0, precision: null, recall: zero, f1: zero })
  expect(absent).toEqual({ count: 0, predicted: 0, precision: null, recall: null, f1: null })
  expect(() => confusionOf([0], [3], 3)).toThrow('Example 0 is of class 0 and was called 3, but there are 3.')
})
const zero = { value: 0, low: 0, high: 0 }

it("gives an accuracy Wilson's interval, also at its ends", () => {
  // The same formula written down in Python: 0.531299122381256, 0.8881382985923343.
  const { value, low, high } = accuracyEstimate(15, 20)
  expect([value, low, high].map((one) => one.toFixed(6))).toEqual(['0.750000', '0.531299', '0.888138'])
  expect(accuracyEstimate(10, 10)).toEqual({
    value: 1,
    low: expect.closeTo(10 / (10 + 1.959964 ** 2), 6) as number,
    high: 1,
  })
  expect(accuracyEstimate(0, 3)).toMatchObject({ value: 0, low: 0 })
})

it('orders classes by probability, of equals the first one first', () => {
  expect([...topClasses([0.1, 0.5, 0.4], 2)]).toEqual([1, 2])
  expect([...topClasses([0.25, 0.25, 0.5, 0.25], 9)]).toEqual([2, 0, 1, 3])
  expect([...topClasses([NaN, 0.2, NaN, 0.3], 3)]).toEqual([3, 1, 0])
  const values = Array.from({ length: 200 }, (_, index) => (index * 7919) % 50)
  const sorted = [...values.keys()].toSorted((a, b) => values[b]! - values[a]!)
  expect([...topClasses(values, 17)]).toEqual(sorted.slice(0, 17))
})

it('measures how wrong an answer is, and never as infinite', () => {
  expect(answerLoss(1)).toBe(0)
  expect(answerLoss(0.5)).toBeCloseTo(Math.LN2, 14)
  expect(answerLoss(1e-30)).toBeCloseTo(30 * Math.LN10, 10)
  expect(answerLoss(0)).toBeCloseTo(149 * Math.LN2, 10)
})
