import { expect, test } from 'vitest'
import type { TrainerState } from '../../../src-engine/train/trainer.ts'
import { StateSlots } from '../../../src-main/training/state-slots.ts'

const stateIn = (numbers: Pick<TrainerState, 'weights' | 'optimizer'>): TrainerState => ({
  ...{ weights: numbers.weights, optimizer: numbers.optimizer },
  ...{ epoch: 1, step: 0, lossSum: 0, correct: 0 },
})

test('memory is used again once it is neither needed nor on its way', () => {
  const slots = new StateSlots({ weights: 3, optimizer: 8 })
  const first = slots.take([], 0)
  expect([first.weights.length, first.optimizer.length]).toEqual([3, 8])
  expect(first.weights.buffer).toBeInstanceOf(SharedArrayBuffer)
  const state = stateIn(first)
  // Needed: another one.
  const second = slots.take([state], 0)
  expect(second.weights).not.toBe(first.weights)
  slots.send(state, 1)
  slots.send(stateIn(second), 2)
  // Both are on their way.
  const third = slots.take([], 0)
  expect([first.weights, second.weights]).not.toContain(third.weights)
  // The first is stored.
  expect(slots.take([stateIn(third)], 1).weights).toBe(first.weights)
  expect(slots.take([state, stateIn(third)], 1).weights).not.toBe(second.weights)
  expect(slots.take([state, stateIn(third)], 2).weights).toBe(second.weights)
})
