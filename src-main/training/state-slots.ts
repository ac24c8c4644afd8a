import type { TrainerState } from '../../src-engine/train/trainer.ts'

type Numbers = Pick<TrainerState, 'weights' | 'optimizer'>
type Slot = Numbers & { sent: number }

/**
 * Memory for states of a trainer, used again and again: to touch fresh memory takes longer than to copy into memory that is
 * in use. It is shared, so that a state goes through other threads to the disk without being copied on its way.
 */
export class StateSlots {
  readonly #sizes: { readonly weights: number; readonly optimizer: number }
  readonly #slots: Slot[] = []

  /** @param sizes how many numbers a state has */
  constructor(sizes: { weights: number; optimizer: number }) {
    this.#sizes = sizes
  }

  /**
   * A slot that nobody needs.
   * @param needed states that must stay as they are
   * @param acknowledged how many of those that were sent are stored
   */
  take(needed: readonly (TrainerState | null)[], acknowledged: number): Numbers {
    const held = new Set(needed.map((state) => state?.weights))
    const free = this.#slots.find(({ weights, sent }) => !held.has(weights) && sent <= acknowledged)
    if (free) return free
    const slot = { weights: shared(this.#sizes.weights), optimizer: shared(this.#sizes.optimizer), sent: 0 }
    this.#slots.push(slot)
    return slot
  }

  /** A state is on its way until so many are acknowledged. */
  send(state: TrainerState, number: number): void {
    const slot = this.#slots.find(({ weights }) => weights === state.weights)
    if (slot) slot.sent = number
  }
}

const shared = (length: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT))
