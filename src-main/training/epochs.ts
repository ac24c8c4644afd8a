import type { TableSpec } from '../../src-engine/spec/data.ts'
import { isBefore, type Place } from '../../src-engine/spec/run-changes.ts'
import type { TrainingSpec } from '../../src-engine/spec/training.ts'
import {
  NonFiniteLossError,
  type EpochResult,
  type Trainer,
  type TrainerState,
} from '../../src-engine/train/trainer.ts'
import type { EndReason } from '../contract/types.ts'
import type { SavedEpochs } from '../storage/repositories/training.ts'
import type { AlarmWatch } from './alarm-watch.ts'
import type { AnswersWatch } from './answers-watch.ts'
import { checkpointOf } from './checkpoint.ts'
import type { EpochLog } from './epoch-log.ts'
import { CONTROL, WANTED, type TrainingMessage } from './messages.ts'
import { splitMetrics } from './split-metrics.ts'
import type { StateSlots } from './state-slots.ts'
import { Ticker } from './ticker.ts'
import type { WeightsWatch } from './weights-watch.ts'

/** Milliseconds between two reports of progress. */
const PROGRESS_INTERVAL = 100
/** Epochs shorter than this (milliseconds) are saved together. */
const SAVE_INTERVAL = 1000
/** Inside an epoch longer than this (milliseconds) a checkpoint is saved, so that no crash costs more. */
const CHECKPOINT_INTERVAL = 60_000
/** The layers are measured at most so often (milliseconds), and in the first and the last epoch. */
const DIAGNOSTICS_INTERVAL = 1000

interface EpochsOptions {
  readonly trainer: Trainer
  readonly training: TrainingSpec
  readonly trainCount: number
  /** Epochs and steps that are done already. */
  readonly from: Place
  /** The last epoch to train. */
  readonly until: number
  /** Where it rests before that; null: nowhere. */
  readonly restAt: Place | null
  readonly log: EpochLog
  readonly alarms: AlarmWatch
  readonly slots: StateSlots
  readonly weights: Pick<WeightsWatch, 'isDue' | 'look'>
  /** Null of a regression. */
  readonly answers: Pick<AnswersWatch, 'begin' | 'end'> | null
  readonly control: Int32Array
  /** How long this worker has trained, and the run with all workers before it. */
  readonly wallSeconds: () => number
  readonly totalSeconds: () => number
  /** Explains a loss that is no number; `back` puts the trainer into the failing epoch. It is left before the failing step. */
  readonly explain: (error: NonFiniteLossError, back: () => void) => Error
  /** Puts the trainer to where it was at the beginning. */
  readonly restart: () => void
  readonly send: (message: TrainingMessage) => void
  /** How a table was scaled, its statistics included. */
  readonly table: TableSpec | null
}

export interface EpochsEnd {
  readonly status: 'completed' | 'stopped' | 'paused'
  readonly reason: EndReason | null
}

/**
 * Trains epoch after epoch, until the last or until early stopping or the time says enough, and hands finished ones over
 * for saving. A stop, a pause, and an error, come after everything that was finished before has been handed over; of an
 * unfinished epoch a checkpoint is kept.
 */
export function trainEpochs(options: EpochsOptions): EpochsEnd {
  const { trainer, training, trainCount, from, until, log, alarms, slots, weights, answers, control } = options
  const { wallSeconds, totalSeconds, explain, restart, restAt, send, table } = options
  const progressDue = new Ticker(PROGRESS_INTERVAL)
  const saveDue = new Ticker(SAVE_INTERVAL)
  const diagnosticsDue = new Ticker(DIAGNOSTICS_INTERVAL)
  /** The last finished epoch, and where it left the trainer. */
  let finished: { readonly result: EpochResult; readonly state: TrainerState } | null = null
  /** The newest place that the trainer can be put back to. */
  let latest: TrainerState | null = null
  /** The layers as they were measured last, until they are handed over. */
  let measured: SavedEpochs['diagnostics'] = null
  let sent = 0
  /** Behind the last step. */
  let place = from
  let samples = 0
  let epochSeconds = 0
  /** When the last step was done, and the last checkpoint was taken, in milliseconds. */
  let now = performance.now()
  let kept = now

  /** The trainer's state in memory that nothing else needs any more. */
  const stateNow = (): TrainerState => {
    const needed = [finished?.state ?? null, latest, log.bestState]
    return trainer.state(slots.take(needed, Atomics.load(control, CONTROL.acknowledged)))
  }
  const wanted = (): number => Atomics.load(control, CONTROL.wanted)
  const isStored = (): boolean => Atomics.load(control, CONTROL.acknowledged) === sent
  const isWhereItRests = (): boolean => restAt !== null && !isBefore(place, restAt)
  const isOverTime = (): boolean => training.timeBudget !== null && totalSeconds() >= training.timeBudget
  function shouldStop(): boolean {
    while (Atomics.load(control, CONTROL.hold) === 1) Atomics.wait(control, CONTROL.hold, 1)
    return wanted() !== WANTED.nothing || isOverTime() || isWhereItRests()
  }

  function save(): void {
    if (!finished || log.isEmpty) return
    const { result, state } = finished
    const taken = log.take()
    sent++
    slots.send(state, sent)
    if (taken.best && log.bestState) slots.send(log.bestState, sent)
    send({
      kind: 'epochs',
      ...taken,
      train: splitMetrics(result.train, table),
      validation: result.validation && splitMetrics(result.validation, table),
      last: checkpointOf(state, result.end),
      ...{ diagnostics: measured, alarms: alarms.take() },
      wallSeconds: totalSeconds(),
      samplesPerSecond: epochSeconds > 0 ? samples / epochSeconds : 0,
    })
    measured = null
    kept = now
  }

  /** A place inside an epoch; at its beginning the epoch before has been saved. */
  function saveInside(): void {
    const state = stateNow()
    if (state.step === 0) return
    latest = state
    sent++
    slots.send(state, sent)
    send({ kind: 'checkpoint', checkpoint: checkpointOf(state), wallSeconds: totalSeconds() })
    kept = now
  }

  function sendProgress(epoch: number, step: number, steps: number, loss: number): void {
    const elapsed = wallSeconds()
    const epochs = epoch - 1 + step / steps
    const here = epochs - (from.epoch + from.step / steps)
    const secondsLeft = elapsed > 1 && here > 0 ? (elapsed / here) * (training.epochs - epochs) : null
    const samplesPerSecond = (trainCount * here) / elapsed
    send({
      kind: 'progress',
      progress: { epoch, epochs: training.epochs, step, steps, loss, samplesPerSecond, secondsLeft },
    })
  }

  function runEpoch(epoch: number): EpochResult | 'halted' {
    let lossSum = 0
    let stepsHere = 0
    const onValidation = answers?.begin(now, epoch === until)
    const result = trainer.runEpoch({
      shouldStop,
      onValidation,
      stepWatch: {
        isDue: () => weights.isDue(now),
        look: (step, steps, count) => weights.look(epoch - 1 + step / steps, count),
      },
      diagnose: epoch === until || diagnosticsDue.due(now),
      onStep(step, steps, loss) {
        place = { epoch: epoch - 1, step }
        lossSum += loss
        stepsHere++
        now = performance.now()
        if (progressDue.due(now)) sendProgress(epoch, step, steps, lossSum / stepsHere)
        if (step === steps) return
        if (now - kept > CHECKPOINT_INTERVAL && isStored()) {
          save()
          saveInside()
        }
      },
    })
    if (result === 'stopped') return 'halted'
    place = { epoch, step: 0 }
    if (onValidation) answers?.end(epoch)
    const state = stateNow()
    finished = { result, state }
    latest = state
    if (result.diagnostics) measured = { epoch, layers: result.diagnostics.layers }
    samples += result.train.count
    epochSeconds += result.seconds
    const { seconds } = result
    const train = splitMetrics(result.train, table)
    const validation = result.validation && splitMetrics(result.validation, table)
    log.add({ epoch, seconds, train, validation }, state)
    alarms.add(result)
    return result
  }

  try {
    for (let epoch = from.epoch + 1; epoch <= until; epoch++) {
      const result = runEpoch(epoch)
      if (result === 'halted') {
        save()
        saveInside()
        if (wanted() === WANTED.stop) return { status: 'stopped', reason: null }
        if (wanted() !== WANTED.nothing || isWhereItRests()) return { status: 'paused', reason: null }
        return { status: 'completed', reason: 'timeBudget' }
      }
      const lastOne = epoch === until || result.end !== null
      // A slow disk must not make unsaved epochs pile up in messages: they wait here until the last save is through.
      if (lastOne || (isStored() && saveDue.due(now))) save()
      if (result.end) return { status: 'completed', reason: result.end }
    }
    return { status: 'completed', reason: 'epochs' }
  } catch (error) {
    if (!(error instanceof NonFiniteLossError)) throw error
    save()
    const explained = explain(error, () => (latest ? trainer.restore(latest) : restart()))
    // The step that failed can be done once more from here.
    saveInside()
    throw explained
  } finally {
    save()
  }
}
