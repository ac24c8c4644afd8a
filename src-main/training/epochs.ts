import type { LayerKernel } from '../../src-engine/inspect/layer-weights.ts'
import type { TrainingSpec } from '../../src-engine/spec/training.ts'
import type { EpochResult, Trainer, TrainerState } from '../../src-engine/train/trainer.ts'
import type { CheckpointRecord } from '../storage/repositories/training.ts'
import { bytesOf } from './bytes.ts'
import { EpochLog } from './epoch-log.ts'
import { CONTROL, type TrainingMessage } from './messages.ts'
import { Ticker } from './ticker.ts'

/** Milliseconds between two reports of progress. */
const PROGRESS_INTERVAL = 100
/** Epochs shorter than this (milliseconds) are saved together. */
const SAVE_INTERVAL = 1000
/** Live weights of larger layers are sent less often, so that they never crowd out anything else. */
const WEIGHTS_BYTES_PER_SECOND = 2e6

interface EpochsOptions {
  readonly trainer: Trainer
  readonly training: TrainingSpec
  readonly trainCount: number
  readonly firstLayer: () => LayerKernel | null
  readonly control: Int32Array
  readonly wallSeconds: () => number
  readonly send: (message: TrainingMessage) => void
}

/**
 * Trains epoch after epoch, until the last or until early stopping says enough, and hands finished ones over for saving.
 * A stop, and an error, come after everything that was finished before has been handed over; of an unfinished epoch
 * nothing is kept.
 */
export function trainEpochs(options: EpochsOptions): { status: 'completed' | 'stopped'; best: EpochLog['best'] } {
  const { trainer, training, trainCount, firstLayer, control, wallSeconds, send } = options
  const log = new EpochLog(training.loss)
  const progressDue = new Ticker(PROGRESS_INTERVAL)
  const saveDue = new Ticker(SAVE_INTERVAL)
  const kernelBytes = firstLayer()?.values.byteLength ?? 0
  const weightsDue = new Ticker(Math.max(PROGRESS_INTERVAL, (kernelBytes / WEIGHTS_BYTES_PER_SECOND) * 1000))
  /** The last finished epoch, and where it left the trainer. */
  let finished: { readonly result: EpochResult; readonly state: TrainerState } | null = null
  let sent = 0
  let samples = 0
  let epochSeconds = 0
  /** When the last step was done, in milliseconds. */
  let now = 0

  function sendWeights(epoch: number): void {
    const kernel = firstLayer()
    if (kernel) send({ kind: 'weights', epoch, kernel })
  }

  function save(): void {
    if (!finished || log.isEmpty) return
    send({
      kind: 'epochs',
      ...log.take(),
      ...{ train: finished.result.train, validation: finished.result.validation },
      last: checkpointOf(finished.state),
      wallSeconds: wallSeconds(),
      samplesPerSecond: epochSeconds > 0 ? samples / epochSeconds : 0,
    })
    sent++
  }

  function sendProgress(epoch: number, step: number, steps: number, loss: number): void {
    const elapsed = wallSeconds()
    const epochs = epoch - 1 + step / steps
    const secondsLeft = elapsed > 1 ? (elapsed / epochs) * (training.epochs - epochs) : null
    const samplesPerSecond = (trainCount * epochs) / elapsed
    send({
      kind: 'progress',
      progress: { epoch, epochs: training.epochs, step, steps, loss, samplesPerSecond, secondsLeft },
    })
  }

  /** Whether early stopping ends the run with this epoch, or a stop was wanted inside it. */
  function runEpoch(epoch: number): 'stopped' | 'enough' | 'more' {
    let lossSum = 0
    const result = trainer.runEpoch({
      shouldStop: () => Atomics.load(control, CONTROL.stop) === 1,
      onStep(step, steps, loss) {
        lossSum += loss
        now = performance.now()
        if (progressDue.due(now)) sendProgress(epoch, step, steps, lossSum / step)
        if (step < steps && weightsDue.due(now)) sendWeights(epoch - 1 + step / steps)
      },
    })
    if (result === 'stopped') return 'stopped'
    const state = trainer.state()
    finished = { result, state }
    samples += result.train.count
    epochSeconds += result.seconds
    // Of the best epoch the weights alone are kept, not the optimiser's moments.
    const { weights } = state
    log.add(result, () => bytesOf(weights))
    return result.end ? 'enough' : 'more'
  }

  try {
    for (let epoch = 1; epoch <= training.epochs; epoch++) {
      const outcome = runEpoch(epoch)
      if (outcome === 'stopped') return { status: 'stopped', best: log.best }
      const lastOne = epoch === training.epochs || outcome === 'enough'
      if (lastOne || weightsDue.due(now)) sendWeights(epoch)
      // A slow disk must not make unsaved epochs pile up in messages: they wait here until the last save is through.
      const stored = Atomics.load(control, CONTROL.acknowledged) === sent
      if (lastOne || (stored && saveDue.due(now))) save()
      if (lastOne) break
    }
    return { status: 'completed', best: log.best }
  } finally {
    save()
  }
}

/** Epochs of microseconds are mostly not saved: only the numbers are kept of each, and this is done for those that are. */
function checkpointOf({ weights, optimizer, ...rest }: TrainerState): CheckpointRecord {
  const state = JSON.stringify(rest)
  return { epoch: rest.epoch, weights: bytesOf(weights), optimizer: bytesOf(optimizer), state }
}
