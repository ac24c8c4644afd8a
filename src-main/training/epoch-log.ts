import type { CheckpointRecord, EpochRecord } from '../storage/repositories/training.ts'

/**
 * Epochs that are finished but not yet handed over for saving, and the best epoch so far with its weights.
 * Best is the lowest validation loss, or training loss where there is no validation split; of equal ones the highest
 * accuracy decides, for the perceptron's loss is 0 on its line and may be so on the wrong side.
 */
export class EpochLog {
  #epochs: EpochRecord[] = []
  #bestSoFar = { loss: Infinity, accuracy: 0 }
  #best: { epoch: number; weights: Uint8Array } | null = null
  #bestIsNew = false

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
    const isBetter = loss < before.loss || (loss === before.loss && accuracy > before.accuracy)
    if (!isBetter || loss === Infinity) return
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
