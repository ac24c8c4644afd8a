import type { LossName } from '../../src-engine/spec/training.ts'
import type { RunHistory, SplitMetrics } from '../contract/types.ts'
import type { SavedEpochs } from '../storage/repositories/training.ts'

interface EpochRecord {
  readonly epoch: number
  readonly seconds: number
  readonly train: SplitMetrics
  readonly validation: SplitMetrics | null
}

type Columns = Record<keyof RunHistory, number[]>
const noEpochs = (): Columns => ({ epoch: [], seconds: [], loss: [], accuracy: [], val_loss: [], val_accuracy: [] })

/**
 * Epochs that are finished but not yet handed over for saving, and the best epoch so far with its weights.
 * Best is the lowest validation loss, or training loss where there is no validation split, and of equal ones the highest
 * accuracy. Of the perceptron it is the highest accuracy, then the lowest loss: its criterion is measured in its own weights,
 * and tiny ones make it small whatever the answers are.
 */
export class EpochLog {
  #columns = noEpochs()
  readonly #byAccuracy: boolean
  #bestSoFar = { loss: Infinity, accuracy: -1 }
  #best: { epoch: number; weights: () => Uint8Array } | null = null
  #bestIsNew = false

  constructor(loss: LossName) {
    this.#byAccuracy = loss === 'perceptron'
  }

  get best(): { readonly epoch: number; readonly weights: Uint8Array } | null {
    return this.#best && { epoch: this.#best.epoch, weights: this.#best.weights() }
  }

  get isEmpty(): boolean {
    return this.#columns.epoch.length === 0
  }

  /** @param weights those of this epoch: asked for only when it is handed over as the best. */
  add(epoch: EpochRecord, weights: () => Uint8Array): void {
    this.#write(epoch)
    const { loss, accuracy } = epoch.validation ?? epoch.train
    const before = this.#bestSoFar
    const lower = before.loss - loss
    const higher = accuracy - before.accuracy
    const [first, second] = this.#byAccuracy ? [higher, lower] : [lower, higher]
    if (!(loss < Infinity && (first > 0 || (first === 0 && second > 0)))) return
    this.#bestSoFar = { loss, accuracy }
    this.#best = { epoch: epoch.epoch, weights }
    this.#bestIsNew = true
  }

  /** Hands over what waits; `best` is null when nothing better came since the last time, or the last epoch is it. */
  take(): Pick<SavedEpochs, 'epochs' | 'best' | 'bestEpoch'> {
    const { epoch, seconds, loss, accuracy, val_loss, val_accuracy } = this.#columns
    const isApart = this.#bestIsNew && this.#best?.epoch !== epoch.at(-1)
    const apart = isApart ? this.best : null
    const best = apart && { ...apart, optimizer: null, state: null }
    this.#columns = noEpochs()
    this.#bestIsNew = false
    return {
      epochs: {
        ...{ epoch: new Float64Array(epoch), seconds: new Float64Array(seconds) },
        ...{ loss: new Float64Array(loss), accuracy: new Float64Array(accuracy) },
        ...{ val_loss: new Float64Array(val_loss), val_accuracy: new Float64Array(val_accuracy) },
      },
      ...{ best, bestEpoch: this.#best?.epoch ?? null },
    }
  }

  #write({ epoch, seconds, train, validation }: EpochRecord): void {
    const columns = this.#columns
    columns.epoch.push(epoch)
    columns.seconds.push(seconds)
    columns.loss.push(train.loss)
    columns.accuracy.push(train.accuracy)
    columns.val_loss.push(validation?.loss ?? NaN)
    columns.val_accuracy.push(validation?.accuracy ?? NaN)
  }
}
