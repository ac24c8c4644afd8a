import type { NetworkSpec } from '../spec/network.ts'
import { activationOf, inferShapes, sizeOf } from '../spec/shapes.ts'
import type { LossName } from '../spec/training.ts'
import { throughActivation } from './activation-of-layer.ts'
import { at } from './array.ts'
import { backwardChain, forwardChain, linksOf } from './chain.ts'
import { layerBackward, layerForward } from './layers.ts'
import { judge } from './losses.ts'
import { trainedMask } from './regularization.ts'
import { countCorrect, oneHot } from './targets.ts'
import type { LayerTrace, Masks, Mode } from './trace.ts'

export type { Masks } from './trace.ts'

/** A batch to learn from. */
export interface Batch {
  /** (examples, …input) */
  readonly x: Float64Array
  /** Class index of each example. */
  readonly labels: ArrayLike<number>
  /** What is wanted of each output, (examples, outputs), where it is not the label's one-hot row. */
  readonly targets?: Float64Array | undefined
  /** A factor for each example's loss; 1 unless given. */
  readonly weights?: Float64Array | undefined
  /** Masks of the dropout layers; without them nothing is dropped. */
  readonly masks?: Masks | undefined
}

/**
 * Forward pass, layer by layer.
 * @param weights all tensors in the order of `inferShapes`
 * @returns what each layer saw and made; the last one's `a` is the network's answer
 */
export function forward(
  network: NetworkSpec,
  weights: Float64Array,
  x: Float64Array,
  { training, masks }: Mode = { training: false },
): LayerTrace[] {
  return forwardChain(linksOf(inferShapes(network), weights), x, ({ info, index, parameters }, input) =>
    layerForward(info, parameters, input, masks?.get(index) ?? null, training),
  )
}

export interface LossOfBatch {
  /** C₀ of the batch, without the regulariser's term. */
  readonly loss: number
  readonly correct: number
}

export interface GradientResult extends LossOfBatch {
  /** ∂C₀/∂w in the order of the weights, without the regulariser's share; 0 for what is not trained. */
  readonly gradient: Float64Array
  /** What every layer saw and made. */
  readonly traces: readonly LayerTrace[]
}

/** Loss and gradient of a batch by backpropagation (Rumelhart, Hinton and Williams 1986), as in training. */
export function gradient(network: NetworkSpec, loss: LossName, weights: Float64Array, batch: Batch): GradientResult {
  const traces = forward(network, weights, batch.x, { training: true, masks: batch.masks })
  const { delta, ...judged } = judgeAnswers(network, loss, traces, batch)
  const links = linksOf(inferShapes(network), weights)
  const { parameters } = backwardChain(links, traces, delta, (link, trace, d) =>
    layerBackward(link.info, link.parameters, trace, d),
  )
  const trained = trainedMask(inferShapes(network))
  return { ...judged, gradient: parameters.map((g, i) => (at(trained, i) === 1 ? g : 0)), traces }
}

/** Loss of a batch alone, as in training; what the numeric gradient check differentiates. */
export function lossOf(network: NetworkSpec, loss: LossName, weights: Float64Array, batch: Batch): number {
  const traces = forward(network, weights, batch.x, { training: true, masks: batch.masks })
  return judgeAnswers(network, loss, traces, batch).loss
}

/** Loss and right answers of a batch as in predicting: batchNorm with its moving statistics, nothing dropped. */
export function evaluate(network: NetworkSpec, loss: LossName, weights: Float64Array, batch: Batch): LossOfBatch {
  const { delta: _, ...judged } = judgeAnswers(network, loss, forward(network, weights, batch.x), batch)
  return judged
}

/** delta = ∂C/∂z of the last layer, where backpropagation begins. */
export function deltaOf(
  network: NetworkSpec,
  loss: LossName,
  traces: readonly LayerTrace[],
  batch: Batch,
): Float64Array {
  return judgeAnswers(network, loss, traces, batch).delta
}

/** The loss of the last layer's answers and its delta = ∂C/∂z. */
function judgeAnswers(network: NetworkSpec, loss: LossName, traces: readonly LayerTrace[], batch: Batch) {
  const info = inferShapes(network).at(-1)
  const last = traces.at(-1)
  if (!info || !last) throw new RangeError('A network needs at least one layer.')
  const outputs = sizeOf(info.outputShape)
  const y = batch.targets ?? oneHot(batch.labels, outputs)
  const answers = { a: last.a, y, outputs, weights: batch.weights }
  const judgement = judge(loss, activationOf(info.spec) ?? 'linear', last.z, answers)
  return {
    loss: judgement.loss,
    correct: countCorrect(last.a, batch.labels, outputs),
    delta: judgement.isOfZ ? judgement.delta : throughActivation(info, last, judgement.delta),
  }
}
