import { expect, test } from 'vitest'
import type { TrainerState } from '../../../src-engine/train/trainer.ts'
import { bestEpochOf, EpochLog } from '../../../src-main/training/epoch-log.ts'

const floats = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer)
const stateAt = (epoch: number): TrainerState => ({
  ...{ weights: Float32Array.of(epoch), optimizer: Float32Array.of(-epoch) },
  ...{ epoch, step: 0, lossSum: 0, correct: 0, watch: null },
})

const add = (log: EpochLog, epoch: number, validation: number | null, train = 1): void => {
  const metrics = (loss: number) => ({ loss, accuracy: 0, count: 1 })
  const record = {
    epoch,
    seconds: 1,
    train: metrics(train),
    validation: validation === null ? null : metrics(validation),
  }
  log.add(record, stateAt(epoch))
}

test('the best epoch is handed over once, and not when the last one is it', () => {
  const log = new EpochLog('categoricalCrossentropy')
  add(log, 1, 0.9)
  add(log, 2, 0.5)
  add(log, 3, 0.7)
  const first = log.take()
  expect([...first.epochs.epoch]).toEqual([1, 2, 3])
  expect([...first.epochs.val_loss]).toEqual([0.9, 0.5, 0.7])
  expect(first.best).toMatchObject({ epoch: 2, step: 0, weights: floats(2), optimizer: floats(-2) })
  expect(log.isEmpty).toBe(true)
  add(log, 4, 0.6)
  expect(log.take()).toMatchObject({ best: null, bestEpoch: 2 })
  add(log, 5, 0.4)
  expect(log.take()).toMatchObject({ best: null, bestEpoch: 5 })
  expect(log.best).toEqual({ epoch: 5, weights: floats(5) })
})

test('of equal losses the highest accuracy is the best', () => {
  const log = new EpochLog('categoricalCrossentropy')
  for (const [epoch, accuracy] of [
    [1, 0.5],
    [2, 1],
    [3, 1],
  ] as const) {
    const train = { loss: 0, accuracy, count: 4 }
    log.add({ epoch, seconds: 1, train, validation: null }, stateAt(epoch))
  }
  expect(log.take().bestEpoch).toBe(2)
  const endless = new EpochLog('categoricalCrossentropy')
  add(endless, 1, null, Infinity)
  const train = { loss: Infinity, accuracy: 1, count: 4 }
  endless.add({ epoch: 2, seconds: 1, train, validation: null }, stateAt(2))
  expect(endless.take().bestEpoch).toBeNull()
})

test('of the perceptron the highest accuracy is the best, whatever its criterion says', () => {
  const log = new EpochLog('perceptron')
  for (const [epoch, loss, accuracy] of [
    [1, 0.01, 0.3],
    [2, 5, 0.6],
    [3, 4, 0.6],
    [4, 3, 0.5],
  ] as const) {
    const metrics = { loss, accuracy, count: 100 }
    log.add({ epoch, seconds: 1, train: metrics, validation: metrics }, stateAt(epoch))
  }
  expect(log.take().bestEpoch).toBe(3)
})

test('of equals the first is the best, and an epoch without a number never is', () => {
  const log = new EpochLog('categoricalCrossentropy')
  add(log, 1, NaN)
  expect(log.take().bestEpoch).toBeNull()
  add(log, 2, 0.5)
  add(log, 3, 0.5)
  expect(log.take().bestEpoch).toBe(2)
})

test('without a validation split the training loss decides', () => {
  const log = new EpochLog('categoricalCrossentropy')
  add(log, 1, null, 0.3)
  add(log, 2, null, 0.2)
  expect(log.take().bestEpoch).toBe(2)
})

test('a run that goes on knows its best epoch, unless its weights are lost', () => {
  const column = (...values: number[]) => Float64Array.from(values)
  const earlier = {
    ...{ epoch: column(1, 2, 3), seconds: column(1, 1, 1), loss: column(9, 9, 9), accuracy: column(0, 0, 0) },
    ...{ val_loss: column(0.9, 0.5, 0.7), val_accuracy: column(0.1, 0.2, 0.3) },
    ...{ mae: column(NaN, NaN, NaN), val_mae: column(NaN, NaN, NaN) },
  }
  expect(bestEpochOf('categoricalCrossentropy', earlier)).toBe(2)
  expect(bestEpochOf('perceptron', { ...earlier, val_loss: column(NaN, NaN, NaN) })).toBe(1)
  const log = new EpochLog('categoricalCrossentropy', { earlier, best: floats(2) })
  expect(log.best).toEqual({ epoch: 2, weights: floats(2) })
  add(log, 4, 0.6)
  expect(log.take()).toMatchObject({ best: null, bestEpoch: 2 })
  add(log, 5, 0.4)
  expect(log.take().bestEpoch).toBe(5)
  const lost = new EpochLog('categoricalCrossentropy', { earlier, best: null })
  expect(lost.best).toBeNull()
  add(lost, 4, 0.6)
  expect(lost.take().bestEpoch).toBe(4)
})
