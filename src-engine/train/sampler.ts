import type { TrainingSpec } from '../spec/training.ts'
import { createRng } from './rng.ts'

/** The order in which an epoch (0, 1, …) visits the examples: a view that the next call overwrites. */
export type Sampler = (epoch: number, batchSize: number) => Uint32Array

/**
 * Orders 0, 1, … or a permutation of it (Fisher and Yates), a function of the seed and the epoch. A step over all examples
 * adds up the same terms in every order, so its examples stay as they are.
 */
export function createSampler(examples: number, shuffle: TrainingSpec['shuffle'], seed: number): Sampler {
  const order = Uint32Array.from({ length: examples }, (_, index) => index)
  /** The epoch of whose permutation this is. */
  let ordered: number | null = null
  return (epoch, batchSize) => {
    const wanted = shuffle === 'never' || batchSize >= examples ? null : shuffle === 'once' ? 0 : epoch
    if (wanted === ordered) return order
    ordered = wanted
    for (let i = 0; i < examples; i++) order[i] = i
    if (wanted !== null) permute(order, seed, wanted)
    return order
  }
}

function permute(order: Uint32Array, seed: number, epoch: number): void {
  const rng = createRng(seed, 'shuffle', epoch)
  for (let i = order.length - 1; i > 0; i--) {
    const j = rng.below(i + 1)
    const kept = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = kept
  }
}
