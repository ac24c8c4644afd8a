import type { NetworkSpec } from '../spec/network.ts'
import { inferShapes, sizeOf, type LayerInfo } from '../spec/shapes.ts'
import type { TrainingSpec } from '../spec/training.ts'
import { at, concat } from './array.ts'
import { channelStatistics, countedAlong } from './batchNorm.ts'
import { clipped } from './clipping.ts'
import { gradient, type Batch, type LossOfBatch } from './network.ts'
import { lookAhead, optimizerStep, type OptimizerState } from './optimizers.ts'
import { decayed, kernelMask, trainedMask, withPenalty } from './regularization.ts'
import { oneHot, smooth } from './targets.ts'
import { tensorsOf } from './tensors.ts'
import type { LayerTrace } from './trace.ts'

/** What decides one step; the optimiser's learning rate is the one of this step. */
export type StepSettings = Pick<TrainingSpec, 'loss' | 'optimizer' | 'regularization'> &
  Partial<Pick<TrainingSpec, 'labelSmoothing' | 'classWeights' | 'gradientClipping'>>

export interface StepResult extends LossOfBatch {
  readonly weights: Float64Array
  readonly state: OptimizerState
}

/**
 * One training step, in this order: the gradient of C₀; the regularisers' share; clipping; the optimiser's step and, beside
 * it, decoupled weight decay; batchNorm's moving statistics.
 */
export function trainStep(
  network: NetworkSpec,
  settings: StepSettings,
  weights: Float64Array,
  state: OptimizerState,
  batch: Batch,
): StepResult {
  const { loss, optimizer, regularization, gradientClipping = { type: 'none' } } = settings
  const infos = inferShapes(network)
  const kernels = kernelMask(infos)
  const trained = trainedMask(infos)
  /** What is not trained stays, whatever its moments are. */
  const kept = (before: Float64Array, after: Float64Array): Float64Array =>
    after.map((value, i) => (at(trained, i) === 1 ? value : at(before, i)))
  const point = kept(weights, lookAhead(optimizer, weights, state))
  const { gradient: g, traces, ...judged } = gradient(network, loss, point, weighed(settings, infos, batch))
  const wholeGradient = clipped(withPenalty(g, point, kernels, regularization), gradientClipping)
  const decaying = decayed(weights, kernels, optimizer.learningRate, regularization.weightDecay)
  const update = optimizerStep(optimizer, decaying, wholeGradient, state)
  return {
    ...judged,
    state: {
      ...update.state,
      first: kept(state.first, update.state.first),
      second: kept(state.second, update.state.second),
    },
    weights: withStatistics(infos, traces, kept(weights, update.weights)),
  }
}

/** The batch with smoothed targets and each example's factor by its class. */
function weighed({ labelSmoothing = 0, classWeights }: StepSettings, infos: readonly LayerInfo[], batch: Batch): Batch {
  const outputs = sizeOf(infos.at(-1)?.outputShape ?? [])
  const targets = batch.targets ?? oneHot(batch.labels, outputs)
  const byClass = classWeights && Float64Array.from(batch.labels, (label) => classWeights[label] ?? NaN)
  const weights = byClass
    ? byClass.map((factor, i) => factor * (batch.weights ? at(batch.weights, i) : 1))
    : batch.weights
  return { ...batch, weights, targets: smooth(targets, outputs, labelSmoothing) }
}

/** Lets every batchNorm count the statistics of the batch it just saw. */
function withStatistics(
  infos: readonly LayerInfo[],
  traces: readonly LayerTrace[],
  weights: Float64Array,
): Float64Array {
  let offset = 0
  const parts = infos.map((info, index) => {
    const start = offset
    offset += info.parameterCount
    const own = weights.slice(start, offset)
    const trace = traces[index]
    if (!trace) return own
    if (info.spec.type === 'residual')
      return withStatistics([...info.layers, ...info.shortcut], [...trace.layers, ...trace.shortcut], own)
    if (info.spec.type !== 'batchNorm' || !info.spec.trainable) return own
    const tensors = tensorsOf(info, own)
    const { mean, variance } = channelStatistics(trace.x, sizeOf(info.inputShape.slice(-1)))
    const { momentum } = info.spec
    tensors.get('movingMean').set(countedAlong(tensors.get('movingMean'), mean, momentum))
    tensors.get('movingVariance').set(countedAlong(tensors.get('movingVariance'), variance, momentum))
    return own
  })
  return concat(...parts)
}
