import type { LossName } from '../../src-engine/spec/training.ts'
import type { CheckpointRecord, EpochRecord } from '../storage/repositories/training.ts'

/**
 * Epochs that are finished but not yet handed over for saving, and the best epoch so far with its weights.
 * Best is the lowest validation loss, or training loss where there is no validation split, and of equal ones the highest
 * accuracy. Of the perceptron it is the highest accuracy, then the lowest loss: its criterion is measured in its own weights,
 * and tiny ones make it small whatever the answers are.
 */
export class EpochLog {
  #epochs: EpochRecord[] = []
  readonly #byAccuracy: boolean
  #bestSoFar = { loss: Infinity, accuracy: -1 }
  #best: { epoch: number; weights: Uint8Array } | null = null
  #bestIsNew = false

  constructor(loss: LossName) {
    this.#byAccuracy = loss === 'perceptron'
  }

  get best(): { readonly epoch: number; readonly weights: Uint8Array } | null {
    return this.#best
  }

  get isEmpty(): boolean {
    return this.#epochs.length === 0
  }

  /** @param weights is asked for a copy only when the epoch is the best so far. */
  add(epoch: EpochRecord, weights: () => Uint8Array): void {
    this.#epochs.push(epoch)
    const { loss, accuracy } = epoch.validation ?? epoch.train
    const before = this.#bestSoFar
    const lower = before.loss - loss
    const higher = accuracy - before.accuracy
    const [first, second] = this.#byAccuracy ? [higher, lower] : [lower, higher]
    if (!(loss < Infinity && (first > 0 || (first === 0 && second > 0)))) return
    this.#bestSoFar = { loss, accuracy }
    this.#best = { epoch: epoch.epoch, weights: weights() }
    this.#bestIsNew = true
  }

  /** Hands over what waits; `best` is null when nothing better came since the last time, or the last epoch is it. */
  take(): { epochs: EpochRecord[]; best: CheckpointRecord | null; bestEpoch: number | null } {
    const last = this.#epochs.at(-1)?.epoch
    const best =
      this.#best && this.#bestIsNew && this.#best.epoch !== last
        ? { ...this.#best, optimizer: null, state: null }
        : null
    const epochs = this.#epochs
    this.#epochs = []
    this.#bestIsNew = false
    return { epochs, best, bestEpoch: this.#best?.epoch ?? null }
  }
}
