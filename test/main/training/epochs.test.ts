import { expect, test } from 'vitest'
import type { Place } from '../../../src-engine/spec/run-changes.ts'
import { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { EpochResult, Trainer } from '../../../src-engine/train/trainer.ts'
import { AlarmWatch } from '../../../src-main/training/alarm-watch.ts'
import { EpochLog } from '../../../src-main/training/epoch-log.ts'
import { trainEpochs } from '../../../src-main/training/epochs.ts'
import { StateSlots } from '../../../src-main/training/state-slots.ts'
import { CONTROL, WANTED, type TrainingMessage } from '../../../src-main/training/messages.ts'

type Saved = Extract<TrainingMessage, { kind: 'epochs' }>

/** One weight, whose value is the number of steps done; epochs have one step, and `onEpoch` is asked before each. */
function trainerOf(onEpoch: (epoch: number) => void): Trainer {
  let epoch = 0
  let weight = 0
  return {
    initialize: () => undefined,
    restore: () => undefined,
    loadBatch: () => ({ epoch: epoch + 1, step: 1, indices: Uint32Array.of(0, 1, 2, 3) }),
    runEpoch({ shouldStop, onStep } = {}) {
      if (shouldStop?.()) return 'stopped'
      weight++
      onEpoch(epoch + 1)
      onStep?.(1, 1, 1 / weight)
      epoch++
      const train = { loss: 1 / epoch, accuracy: 0.5, count: 4 }
      return {
        epoch,
        steps: 1,
        train,
        validation: null,
        seconds: 0.5,
        end: null,
        diagnostics: null,
      } satisfies EpochResult
    },
    state: () => ({
      ...{ weights: Float32Array.of(weight), optimizer: Float32Array.of(-weight) },
      ...{ epoch, step: 0, lossSum: 0, correct: 0 },
    }),
  }
}

function train(
  epochs: number,
  onEpoch: (epoch: number, control: Int32Array) => void = () => undefined,
  {
    totalSeconds = () => 1,
    restAt = null,
    ...settings
  }: { totalSeconds?: () => number; restAt?: Place | null; timeBudget?: number } = {},
) {
  const training = TrainingSpec.parse({ epochs, ...settings })
  const log = new EpochLog(training.loss)
  const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL.length))
  const saves: Saved[] = []
  const end = () =>
    trainEpochs({
      ...{ trainer: trainerOf((epoch) => onEpoch(epoch, control)), training, trainCount: 4, log },
      slots: new StateSlots({ weights: 1, optimizer: 1 }),
      alarms: new AlarmWatch({ training, examples: 4, classes: 2, guessingLoss: null }, null),
      ...{ from: { epoch: 0, step: 0 }, until: epochs, restAt, control },
      // Nobody looks on.
      weights: { isDue: () => false, look: () => undefined },
      answers: null,
      ...{ wallSeconds: () => 1, totalSeconds, explain: (error) => error, restart: () => undefined, table: null },
      send: (message) => {
        if (message.kind === 'epochs') saves.push(message)
      },
    })
  return { saves, end, log }
}

const epochsOf = (saves: readonly Saved[]): number[] => saves.flatMap(({ epochs }) => [...epochs.epoch])
const floats = (bytes: Uint8Array | null): number[] => [...new Float32Array(bytes!.slice().buffer)]

test('epochs of microseconds are handed over together, each of them once', () => {
  const { saves, end } = train(5000)
  expect(end().status).toBe('completed')
  // The first at once; nobody says that it is stored, so that all others wait for the end.
  expect(saves.map(({ epochs }) => epochs.epoch.length)).toEqual([1, 4999])
  expect(epochsOf(saves)).toEqual(Array.from({ length: 5000 }, (_, index) => index + 1))
  const { epochs, last, train: metrics } = saves[1]!
  expect([epochs.loss[0], epochs.loss.at(-1), epochs.accuracy[7], epochs.seconds[7]]).toEqual([
    1 / 2,
    1 / 5000,
    0.5,
    0.5,
  ])
  expect([...new Set(epochs.val_loss)]).toEqual([NaN])
  expect(metrics).toEqual({ loss: 1 / 5000, accuracy: 0.5, count: 4 })
  expect([last.epoch, floats(last.weights), floats(last.optimizer)]).toEqual([5000, [5000], [-5000]])
  expect(JSON.parse(last.state!)).toEqual({ epoch: 5000, step: 0, lossSum: 0, correct: 0 })
})

test('an error loses no finished epoch and keeps nothing of the one it happened in', () => {
  const { saves, end } = train(10, (epoch) => {
    if (epoch === 4) throw new Error('not a number')
  })
  expect(end).toThrow('not a number')
  expect(epochsOf(saves)).toEqual([1, 2, 3])
  expect([saves[1]!.last.epoch, floats(saves[1]!.last.weights)]).toEqual([3, [3]])
})

test('neither does a stop, nor a pause', () => {
  for (const [wanted, expected] of [
    [WANTED.stop, 'stopped'],
    [WANTED.pause, 'paused'],
  ] as const) {
    const { saves, end, log } = train(10, (epoch, control) => {
      if (epoch === 5) Atomics.store(control, CONTROL.wanted, wanted)
    })
    expect(end()).toEqual({ status: expected, reason: null })
    expect(log.best?.epoch).toBe(5)
    expect(epochsOf(saves)).toEqual([1, 2, 3, 4, 5])
    expect(saves.at(-1)!.last.epoch).toBe(5)
  }
})

test('it rests where it is told to, unless it comes to its end there', () => {
  for (const [epoch, step] of [
    [3, 0],
    // Of an epoch of one step its end lies behind that.
    [2, 1],
  ] as const) {
    const { saves, end } = train(10, undefined, { restAt: { epoch, step } })
    expect(end()).toEqual({ status: 'paused', reason: null })
    expect(epochsOf(saves)).toEqual([1, 2, 3])
  }
  expect(train(3, undefined, { restAt: { epoch: 3, step: 0 } }).end()).toEqual({
    status: 'completed',
    reason: 'epochs',
  })
})

test('for a change it halts as for a pause', () => {
  const { saves, end } = train(10, (epoch, control) => {
    if (epoch === 2) Atomics.store(control, CONTROL.wanted, WANTED.change)
  })
  expect(end()).toEqual({ status: 'paused', reason: null })
  expect(epochsOf(saves)).toEqual([1, 2])
})

test('a time budget counts what was trained before, and ends the run with what it has reached', () => {
  let seconds = 58
  const { saves, end } = train(10, () => void (seconds += 1), { timeBudget: 60, totalSeconds: () => seconds })
  expect(end()).toEqual({ status: 'completed', reason: 'timeBudget' })
  expect(epochsOf(saves)).toEqual([1, 2])
})

test('a run that is held makes no step until it is let go', async () => {
  const { Worker } = await import('node:worker_threads')
  const held: number[] = []
  const { saves, end } = train(3, (epoch, control) => {
    held.push(Atomics.load(control, CONTROL.hold))
    if (epoch !== 2) return
    Atomics.store(control, CONTROL.hold, 1)
    // Let go by another thread, because this one waits.
    const code = `const { workerData: c } = require('worker_threads'); setTimeout(() => { Atomics.store(c, ${CONTROL.hold}, 0); Atomics.notify(c, ${CONTROL.hold}) }, 100)`
    new Worker(code, { eval: true, workerData: control })
  })
  expect(end().status).toBe('completed')
  expect(held).toEqual([0, 0, 0])
  expect(epochsOf(saves)).toEqual([1, 2, 3])
})
