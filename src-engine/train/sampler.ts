import type { TrainingSpec } from '../spec/training.ts'
import { createRng } from './rng.ts'

/** Writes the order in which an epoch visits the examples: 0, 1, … or a permutation of it (Fisher and Yates). */
export function orderExamples(order: Uint32Array, shuffle: TrainingSpec['shuffle'], seed: number, epoch: number): void {
  for (let i = 0; i < order.length; i++) order[i] = i
  if (shuffle === 'never') return
  const rng = createRng(seed, 'shuffle', shuffle === 'once' ? 0 : epoch)
  for (let i = order.length - 1; i > 0; i--) {
    const j = rng.below(i + 1)
    const kept = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = kept
  }
}
