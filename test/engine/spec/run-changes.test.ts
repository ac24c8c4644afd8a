import { describe, expect, test } from 'vitest'
import {
  changesWith,
  isMethodChangedAt,
  nextChange,
  optimizerAt,
  RunChanges,
  trainingAt,
  trainingUpTo,
  type RunChange,
} from '../../../src-engine/spec/run-changes.ts'
import { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { learningRateAt } from '../../../src-engine/train/schedule.ts'

const training = TrainingSpec.parse({ epochs: 20, optimizer: { type: 'adam', learningRate: 0.01, beta1: 0.8 } })
const at = (epoch: number, step = 0) => ({ epoch, step })
const rate = (epoch: number, step: number, before: number, after: number): RunChange => ({
  ...{ epoch, step, path: 'optimizer.learningRate', before, after },
})

describe('a change holds from the step behind its place on', () => {
  const changes = [rate(2, 5, 0.01, 0.001), rate(4, 0, 0.001, 0.0001)]
  test.each([
    [at(0), 0.01, 0.01],
    [at(2, 4), 0.01, 0.01],
    [at(2, 5), 0.001, 0.01],
    [at(3), 0.001, 0.001],
    [at(4), 0.0001, 0.001],
    [at(19, 3), 0.0001, 0.0001],
  ])('at %j', (place, from, upTo) => {
    expect(trainingAt(training, changes, place).optimizer.learningRate).toBe(from)
    expect(trainingUpTo(training, changes, place).optimizer.learningRate).toBe(upTo)
  })
  test('all else stays, and without changes it is the very training', () => {
    expect(trainingAt(training, [], at(3))).toBe(training)
    expect(trainingAt(training, changes, at(3))).toEqual({
      ...training,
      optimizer: { ...training.optimizer, learningRate: 0.001 },
    })
    expect([nextChange(changes, at(0)), nextChange(changes, at(2, 5)), nextChange(changes, at(4))]).toEqual([
      at(2, 5),
      at(4),
      null,
    ])
  })
})

test('a rate that is set gives way to changes that were planned for later, not to those that have begun', () => {
  const planned = TrainingSpec.parse({
    ...{ epochs: 20, optimizer: { type: 'sgd', learningRate: 0.1 } },
    changes: [
      { epoch: 2, learningRate: 0.05 },
      { epoch: 4, learningRate: 0.02, batchSize: 64 },
      { epoch: 9, learningRate: 0.01 },
    ],
  })
  expect(optimizerAt(planned, at(3)).learningRate).toBe(0.02)
  const { changes, change } = changesWith(planned, [], at(5, 1), { learningRate: 0.3 })
  expect(change).toEqual(rate(5, 1, 0.02, 0.3))
  const now = trainingAt(planned, changes, at(5, 1))
  expect(now.changes).toEqual([
    { epoch: 4, batchSize: 64 },
    { epoch: 9, learningRate: 0.01 },
  ])
  expect([5.2, 7.9, 8].map((time) => learningRateAt(now, 99, time))).toEqual([0.3, 0.3, 0.01])
})

describe('changesWith', () => {
  test('another method begins with its usual settings, at its usual rate unless one is given', () => {
    const { changes, change } = changesWith(training, [], at(1, 2), { method: 'sgd' })
    expect(change).toMatchObject({
      ...{ epoch: 1, step: 2, path: 'optimizer', before: training.optimizer },
      after: { type: 'sgd', learningRate: 0.01, momentum: 0 },
    })
    expect(isMethodChangedAt(changes, at(1, 2))).toBe(true)
    expect(isMethodChangedAt(changes, at(1, 3))).toBe(false)
    expect(RunChanges.parse(changes)).toEqual(changes)
    const withRate = changesWith(training, [], at(1), { method: 'nadam', learningRate: 0.5 }).change
    expect(withRate?.after).toMatchObject({ type: 'nadam', learningRate: 0.5 })
  })
  test('what is as it was is no change', () => {
    expect(changesWith(training, [], at(1), { learningRate: 0.01 })).toEqual({ changes: [], change: null })
    expect(changesWith(training, [], at(1), { method: 'adam' })).toEqual({ changes: [], change: null })
  })
  test('two at one place are one, and two that undo each other are none', () => {
    const first = changesWith(training, [], at(1), { learningRate: 0.5 }).changes
    const second = changesWith(training, first, at(1), { method: 'sgd' })
    expect(second.changes).toEqual([second.change])
    expect(second.change).toMatchObject({ path: 'optimizer', before: training.optimizer, after: { type: 'sgd' } })
    // Back to what it was, with the settings that were its own.
    const back = changesWith(training, second.changes, at(1), { method: 'adam' })
    expect(back).toEqual({ changes: [], change: null })
    const slower = changesWith(training, second.changes, at(1), { method: 'adam', learningRate: 0.002 })
    expect(slower.changes).toEqual([rate(1, 0, 0.01, 0.002)])
  })
  test('those behind its place are dropped', () => {
    const later = [rate(1, 0, 0.01, 0.02), rate(5, 0, 0.02, 0.03)]
    expect(changesWith(training, later, at(3), { learningRate: 0.5 }).changes).toEqual([
      rate(1, 0, 0.01, 0.02),
      rate(3, 0, 0.02, 0.5),
    ])
  })
})

test.each([
  [[rate(1, 0, 0.01, -1)]],
  [[rate(1, 0, 0.01, 0)]],
  [[rate(1, 0, 0.01, NaN)]],
  [[rate(2, 0, 0.01, 0.1), rate(1, 5, 0.1, 0.2)]],
  [[rate(1, 5, 0.01, 0.1), rate(1, 5, 0.1, 0.2)]],
  [[{ ...rate(1, 0, 0.01, 0.1), path: 'optimizer' }]],
])('%j are no changes', (changes) => {
  expect(RunChanges.safeParse(changes).success).toBe(false)
})
