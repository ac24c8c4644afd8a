import type { LossName } from '../../src-engine/spec/training.ts'
import type { TrainerState } from '../../src-engine/train/trainer.ts'
import { eachSeries } from '../contract/curve-history.ts'
import type { RunHistory, SplitMetrics } from '../contract/types.ts'
import type { SavedEpochs } from '../storage/repositories/training.ts'
import { bytesOf } from './bytes.ts'
import { checkpointOf } from './checkpoint.ts'
import type { StartPoint } from './messages.ts'

interface EpochRecord {
  readonly epoch: number
  readonly seconds: number
  readonly train: SplitMetrics
  readonly validation: SplitMetrics | null
}

type Columns = Record<keyof RunHistory, number[]>
const noEpochs = (): Columns => ({
  ...{ epoch: [], seconds: [], loss: [], accuracy: [], val_loss: [], val_accuracy: [], mae: [], val_mae: [] },
})

/**
 * Best is the lowest validation loss, or training loss where there is no validation split, and of equal ones the highest
 * accuracy. Of the perceptron it is the highest accuracy, then the lowest loss: its criterion is measured in its own weights,
 * and tiny ones make it small whatever the answers are.
 */
class BestSoFar {
  readonly #byAccuracy: boolean
  #figures = { loss: Infinity, accuracy: -1 }

  constructor(loss: LossName) {
    this.#byAccuracy = loss === 'perceptron'
  }

  /** Whether these figures beat all before; remembers them if they do. */
  beats({ loss, accuracy: measured }: Pick<SplitMetrics, 'loss' | 'accuracy'>): boolean {
    const accuracy = measured ?? 0
    const lower = this.#figures.loss - loss
    const higher = accuracy - this.#figures.accuracy
    const [first, second] = this.#byAccuracy ? [higher, lower] : [lower, higher]
    if (!(loss < Infinity && (first > 0 || (first === 0 && second > 0)))) return false
    this.#figures = { loss, accuracy }
    return true
  }
}

/** The best epoch of a history; null when none has a number. */
export const bestEpochOf = (loss: LossName, history: RunHistory): number | null => replay(new BestSoFar(loss), history)

function replay(best: BestSoFar, { epoch, loss, accuracy, val_loss, val_accuracy }: RunHistory): number | null {
  let found: number | null = null
  for (const [i, number] of epoch.entries()) {
    const trained = { loss: loss[i] ?? NaN, accuracy: accuracy[i] ?? NaN }
    const validated = { loss: val_loss[i] ?? NaN, accuracy: val_accuracy[i] ?? NaN }
    if (best.beats(Number.isNaN(validated.loss) ? trained : validated)) found = number
  }
  return found
}

/** Epochs that are finished but not yet handed over for saving, and the best epoch so far with its weights. */
export class EpochLog {
  #columns = noEpochs()
  readonly #bestSoFar: BestSoFar
  #best: { readonly epoch: number; readonly weights: Uint8Array; readonly state: TrainerState | null } | null = null
  /** Whether it was not handed over yet. */
  #bestIsNew = false

  /** @param start what a run that goes on has done before; without the weights of its best epoch that is as if it never was */
  constructor(loss: LossName, start: Pick<StartPoint, 'earlier' | 'best'> | null = null) {
    this.#bestSoFar = new BestSoFar(loss)
    if (!start?.best) return
    const epoch = replay(this.#bestSoFar, start.earlier)
    if (epoch !== null) this.#best = { epoch, weights: start.best, state: null }
  }

  /** Null before the first epoch. */
  get best(): { readonly epoch: number; readonly weights: Uint8Array } | null {
    if (!this.#best) return null
    const { epoch, weights } = this.#best
    return { epoch, weights }
  }

  /** Where the best epoch left the trainer, if that was in this worker. */
  get bestState(): TrainerState | null {
    return this.#best?.state ?? null
  }

  get isEmpty(): boolean {
    return this.#columns.epoch.length === 0
  }

  /** @param state where the trainer stands at the epoch's end; it must stay as it is while it is the best */
  add(epoch: EpochRecord, state: TrainerState): void {
    this.#write(epoch)
    if (this.#bestSoFar.beats(epoch.validation ?? epoch.train)) this.#setBest(epoch.epoch, state)
  }

  /** Hands over what waits; `best` is null when nothing better came since the last time, or the last epoch is it. */
  take(): Pick<SavedEpochs, 'epochs' | 'best' | 'bestEpoch'> {
    const columns = this.#columns
    const state = this.#bestIsNew ? this.bestState : null
    const best = state && this.#best?.epoch !== columns.epoch.at(-1) ? checkpointOf(state) : null
    this.#bestIsNew = false
    this.#columns = noEpochs()
    return {
      epochs: eachSeries((name) => new Float64Array(columns[name])),
      ...{ best, bestEpoch: this.#best?.epoch ?? null },
    }
  }

  #setBest(epoch: number, state: TrainerState): void {
    this.#best = { epoch, weights: bytesOf(state.weights), state }
    this.#bestIsNew = true
  }

  #write({ epoch, seconds, train, validation }: EpochRecord): void {
    const columns = this.#columns
    columns.epoch.push(epoch)
    columns.seconds.push(seconds)
    columns.loss.push(train.loss)
    columns.accuracy.push(train.accuracy ?? NaN)
    columns.val_loss.push(validation?.loss ?? NaN)
    columns.val_accuracy.push(validation?.accuracy ?? NaN)
    columns.mae.push(train.meanAbsoluteError ?? NaN)
    columns.val_mae.push(validation?.meanAbsoluteError ?? NaN)
  }
}
