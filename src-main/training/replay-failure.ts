import { locateNonFinite, type NonFiniteStep } from '../../src-engine/inspect/locate-non-finite.ts'
import type { Model } from '../../src-engine/plan/model.ts'
import type { NetworkSpec } from '../../src-engine/spec/network.ts'
import type { TrainingSpec } from '../../src-engine/spec/training.ts'
import type { NonFiniteLossError, Trainer } from '../../src-engine/train/trainer.ts'
import { GlassboxError } from '../contract/errors.ts'

/** Where and in which item of the data a step failed. */
export interface Failure {
  /** The step, from 1, in which the number came up: the one whose loss it spoilt, or the one before. */
  readonly step: number
  readonly where: NonFiniteStep
  /** Position of the example among the training examples; null where all of the batch have a share. */
  readonly example: number | null
}

/**
 * Does a failed step once more, which gives the same bits, and finds where its first number stops being finite. The trainer
 * is left just before that step.
 * @param back puts the trainer to a place in or at the beginning of the failing epoch
 * @returns null when the step did not fail again
 */
export function replayFailure(
  { epoch, step }: NonFiniteLossError,
  {
    trainer,
    model,
    network,
    training,
  }: { trainer: Trainer; model: Model; network: NetworkSpec; training: TrainingSpec },
  back: () => void,
): Failure | null {
  const found = failureAt(step)
  // Weights that were spoilt in the step before say nothing: that step does.
  return found?.where.what === 'weights' ? (failureAt(step - 1) ?? found) : found

  /** Null also when the trainer cannot be put before that step. */
  function failureAt(wanted: number): Failure | null {
    back()
    const place = trainer.loadBatch()
    if (place.epoch !== epoch || place.step > wanted) return null
    let next = place.step
    trainer.runEpoch({ shouldStop: () => next === wanted, onStep: () => void next++ })
    const { indices } = trainer.loadBatch()
    const where = locateNonFinite(model, network, training, indices.length)
    return where && { step: wanted, where, example: where.example === null ? null : (indices[where.example] ?? null) }
  }
}

/** What a person is told of it. @param position of the example in the data set */
export function failureError(
  { epoch, step }: NonFiniteLossError,
  { where, step: first }: Failure,
  { network }: { network: NetworkSpec },
  position: number | null,
): GlassboxError {
  const { what, layer, tensor, value, float64 } = where
  const layerText = layer === null ? '' : ` layer ${layer} (${network.layers[layer]?.type})`
  const WHAT = {
    weights: `the weights ${tensor} had become ${value} in the step before`,
    input: `an input is ${value}`,
    output: `${layerText} gave ${value}`,
    loss: `the loss of an example became ${value}`,
    delta: `on the way back${layerText} got ${value}`,
    gradient: `the gradient of ${tensor} became ${value}`,
  }
  const range =
    float64 === 'finite'
      ? 'In float64 the same step stays finite: the numbers have left the range of float32.'
      : 'In float64 the same step is not finite either.'
  return new GlassboxError(
    'run/loss-not-finite',
    `The loss stopped being a number in epoch ${epoch}, step ${step}: ${first < step ? `in step ${first} ` : ''}${WHAT[what].trim()}. ${range}`,
    {
      hint: 'Use a smaller learning rate: a tenth of this one is a good next try. The weights before that step are kept.',
      details: { epoch, step: first, ...where, position },
    },
  )
}
