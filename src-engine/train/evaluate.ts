import type { Model } from '../plan/model.ts'
import { addSums, metricsOf, NO_SUMS, type Metrics } from './metrics.ts'
import type { ExampleSource } from './source.ts'

export type { Metrics } from './metrics.ts'

/** Receives (count, classes) answers, or (count, outputs) of a regression, for the examples from `first` on; a view that the next batch overwrites. */
export type OnBatch = (probabilities: Float32Array, first: number, count: number) => void

/**
 * Loss and accuracy, or the errors of a regression, over a whole source in its own order, without dropout or augmentation. The source's own weights count
 * in the loss, class weights do not; neither counts in the accuracy or the errors (Keras).
 * @throws {RangeError} when the source is empty.
 */
export function evaluateSource(model: Model, source: ExampleSource, onBatch?: OnBatch): Metrics {
  if (source.count === 0) throw new RangeError('There are no examples to evaluate.')
  const indices = new Uint32Array(model.batchSize)
  let sums = NO_SUMS
  for (let first = 0; first < source.count; first += model.batchSize) {
    const count = Math.min(model.batchSize, source.count - first)
    for (let i = 0; i < count; i++) indices[i] = first + i
    source.readInputs(indices, count, model.inputs())
    loadLabels(model, source, indices, count, null)
    sums = addSums(sums, model.evaluate(count))
    onBatch?.(model.outputs(count), first, count)
  }
  return metricsOf(model, source, sums)
}

/**
 * Fills the labels, or targets, and factors of the model's batch with those of the first `count` of these examples. The factor of an
 * example's loss is its own weight times its class's; a mean over the batch still divides by the number of examples, not
 * by the sum of the factors (Keras' `sum_over_batch_size`). So an example of weight 0 teaches nothing, but counts in that
 * number.
 * @param classWeights the factor of each class's loss; null: 1
 * @throws {RangeError} for numbers to be predicted by a model that was made for classes, or the other way round
 */
export function loadLabels(
  model: Model,
  source: ExampleSource,
  indices: Uint32Array,
  count: number,
  classWeights: readonly number[] | null,
): void {
  const labels = model.labels()
  const targets = model.targets()
  const weights = model.exampleWeights()
  if ('readTargets' in source) {
    if (!targets) throw new RangeError('The model tells classes apart, but the examples have numbers to be predicted.')
    source.readTargets(indices, count, targets)
    for (let i = 0; i < count; i++) weights[i] = source.weight?.(indices[i] ?? 0) ?? 1
    return
  }
  if (targets) throw new RangeError('The model predicts numbers, but the examples have classes.')
  for (let i = 0; i < count; i++) {
    const index = indices[i] ?? 0
    const label = source.label(index)
    labels[i] = label
    weights[i] = (classWeights?.[label] ?? 1) * (source.weight?.(index) ?? 1)
  }
}
