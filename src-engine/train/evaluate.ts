import type { Model } from '../plan/model.ts'
import type { ExampleSource } from './source.ts'

export interface Metrics {
  /** The cost of these examples (for most losses their mean), without the regulariser's term. */
  readonly loss: number
  /** Share of correct answers, 0 … 1. */
  readonly accuracy: number
  readonly count: number
}

/** Receives (count, classes) answers for the examples from `first` on; a view that the next batch overwrites. */
export type OnBatch = (probabilities: Float32Array, first: number, count: number) => void

/**
 * Loss and accuracy over a whole source in its own order, without dropout or augmentation. The source's own weights count
 * in the loss, class weights do not; neither counts in the accuracy (Keras).
 * @throws {RangeError} when the source is empty.
 */
export function evaluateSource(model: Model, source: ExampleSource, onBatch?: OnBatch): Metrics {
  if (source.count === 0) throw new RangeError('There are no examples to evaluate.')
  const indices = new Uint32Array(model.batchSize)
  let lossSum = 0
  let correct = 0
  for (let first = 0; first < source.count; first += model.batchSize) {
    const count = Math.min(model.batchSize, source.count - first)
    for (let i = 0; i < count; i++) indices[i] = first + i
    source.readInputs(indices, count, model.inputs())
    loadLabels(model, source, indices, count, null)
    const result = model.evaluate(count)
    lossSum += result.lossSum
    correct += result.correct
    onBatch?.(model.outputs(count), first, count)
  }
  return { loss: model.costOf(lossSum, source.count), accuracy: correct / source.count, count: source.count }
}

/**
 * Fills the labels and factors of the model's batch with those of the first `count` of these examples. The factor of an
 * example's loss is its own weight times its class's; a mean over the batch still divides by the number of examples, not
 * by the sum of the factors (Keras' `sum_over_batch_size`). So an example of weight 0 teaches nothing, but counts in that
 * number.
 * @param classWeights the factor of each class's loss; null: 1
 */
export function loadLabels(
  model: Model,
  source: ExampleSource,
  indices: Uint32Array,
  count: number,
  classWeights: readonly number[] | null,
): void {
  const labels = model.labels()
  const weights = model.exampleWeights()
  for (let i = 0; i < count; i++) {
    const index = indices[i] ?? 0
    const label = source.label(index)
    labels[i] = label
    weights[i] = (classWeights?.[label] ?? 1) * (source.weight?.(index) ?? 1)
  }
}
