import type { TrainingSpec } from './training.ts'

/**
 * Examples in one step of an epoch, with the changes that have begun by then.
 * @param epoch 1, 2, …
 * @param examples how many there are to train on; no batch is larger
 */
export function batchSizeAt(training: TrainingSpec, epoch: number, examples: number): number {
  let { batching, batchSize } = training
  for (const change of training.changes) {
    if (change.epoch > epoch) break
    batching = change.batching ?? batching
    batchSize = change.batchSize ?? batchSize
  }
  if (batching === 'online') return 1
  return batching === 'full' ? examples : Math.min(batchSize, examples)
}
