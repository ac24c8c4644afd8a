import { batchSizeAt } from '../spec/batch-size.ts'
import type { TrainingSpec } from '../spec/training.ts'

/** Most examples that a step of a run can have: what its model must have room for. */
export function largestBatch(training: TrainingSpec, examples: number): number {
  const begins = [1, ...training.changes.map(({ epoch }) => epoch)].filter((epoch) => epoch <= training.epochs)
  return Math.max(...begins.map((epoch) => batchSizeAt(training, epoch, examples)))
}

/** Steps of an epoch (1, 2, …); the last batch may be shorter. */
export const stepsOf = (training: TrainingSpec, epoch: number, examples: number): number =>
  Math.ceil(examples / batchSizeAt(training, epoch, examples))

/** Steps of all epochs before this one. Between two changes every epoch has as many. */
export function stepsBefore(training: TrainingSpec, epoch: number, examples: number): number {
  let steps = 0
  let from = 1
  for (const change of training.changes) {
    const until = Math.min(change.epoch, epoch)
    steps += (until - from) * stepsOf(training, from, examples)
    from = until
  }
  return steps + (epoch - from) * stepsOf(training, from, examples)
}
