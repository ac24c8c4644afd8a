import type { NetworkSpec } from '../spec/network.ts'
import { activationOf, inferShapes, sizeOf, type LayerInfo } from '../spec/shapes.ts'
import type { LossName, TrainingSpec } from '../spec/training.ts'
import { at, concat } from './array.ts'
import { layerBackward, layerForward, throughActivation, type LayerTrace } from './layers.ts'
import { countCorrect, meanSquaredError, oneHot, softmaxCrossEntropy } from './losses.ts'
import { optimizerStep, type OptimizerState } from './optimizers.ts'
import { softmaxBackward } from './softmax.ts'

/** Masks of the dropout layers by layer index; without them nothing is dropped. */
export type Masks = ReadonlyMap<number, Float64Array>

/** A batch to learn from. x: (examples, …input), labels: class index of each example. */
export interface Batch {
  readonly x: Float64Array
  readonly labels: ArrayLike<number>
  readonly masks?: Masks
}

/**
 * Forward pass, layer by layer.
 * @param weights all tensors in the order of `inferShapes`
 * @returns what each layer saw and made; the last one's `a` is the network's answer
 */
export function forward(network: NetworkSpec, weights: Float64Array, x: Float64Array, masks?: Masks): LayerTrace[] {
  const traces: LayerTrace[] = []
  for (const { info, parameters, index } of layersOf(network, weights)) {
    const trace = layerForward(info, parameters, traces.at(-1)?.a ?? x, masks?.get(index) ?? null)
    traces.push(trace)
  }
  return traces
}

export interface GradientResult {
  /** Mean loss over the batch, without the regulariser's term. */
  readonly loss: number
  readonly correct: number
  /** ∂C₀/∂w in the order of the weights, without the regulariser's share. */
  readonly gradient: Float64Array
}

/** Loss and gradient of a batch by backpropagation (Rumelhart, Hinton and Williams 1986). */
export function gradient(network: NetworkSpec, loss: LossName, weights: Float64Array, batch: Batch): GradientResult {
  const traces = forward(network, weights, batch.x, batch.masks)
  const layers = layersOf(network, weights)
  const top = outputDelta(network, loss, traces, batch.labels)
  const gradients: Float64Array[] = []
  let delta = top.delta
  for (const { info, parameters, index } of layers.toReversed()) {
    const trace = traces[index]
    if (!trace) break
    const result = layerBackward(info, parameters, trace, delta)
    gradients.unshift(result.parameters)
    const below = layers[index - 1]
    const belowTrace = traces[index - 1]
    if (below && belowTrace) delta = throughActivation(below.info, belowTrace, result.dx)
  }
  return { loss: top.loss, correct: top.correct, gradient: concat(...gradients) }
}

/** Loss of a batch alone; what the numeric gradient check differentiates. */
export function lossOf(network: NetworkSpec, loss: LossName, weights: Float64Array, batch: Batch): number {
  return outputDelta(network, loss, forward(network, weights, batch.x, batch.masks), batch.labels).loss
}

/** One training step; C = C₀ + λ Σ w² over the kernels adds 2λw to their gradient. */
export function trainStep(
  network: NetworkSpec,
  training: Pick<TrainingSpec, 'loss' | 'optimizer' | 'regularization'>,
  weights: Float64Array,
  state: OptimizerState,
  batch: Batch,
): { readonly loss: number; readonly correct: number; readonly weights: Float64Array; readonly state: OptimizerState } {
  const { loss, correct, gradient: g } = gradient(network, training.loss, weights, batch)
  const kernels = kernelMask(network, weights.length)
  const regularized = g.map((value, i) => value + 2 * training.regularization.l2 * at(kernels, i) * at(weights, i))
  return { loss, correct, ...optimizerStep(training.optimizer, weights, regularized, state) }
}

function outputDelta(network: NetworkSpec, loss: LossName, traces: readonly LayerTrace[], labels: ArrayLike<number>) {
  const info = inferShapes(network).at(-1)
  const last = traces.at(-1)
  if (!info || !last) throw new RangeError('A network needs at least one layer.')
  const classes = sizeOf(info.outputShape)
  const correct = countCorrect(last.a, labels, classes)
  if (loss === 'categoricalCrossentropy') return { correct, ...softmaxCrossEntropy(last.z, labels, classes) }
  const result = meanSquaredError(last.a, oneHot(labels, classes))
  const isSoftmax = activationOf(info.spec) === 'softmax'
  const delta = isSoftmax ? softmaxBackward(last.a, result.delta, classes) : throughActivation(info, last, result.delta)
  return { correct, loss: result.loss, delta }
}

interface Layer {
  readonly info: LayerInfo
  readonly index: number
  readonly parameters: Float64Array
}

function layersOf(network: NetworkSpec, weights: Float64Array): Layer[] {
  let offset = 0
  return inferShapes(network).map((info, index) => {
    const parameters = weights.subarray(offset, offset + info.parameterCount)
    offset += info.parameterCount
    return { info, index, parameters }
  })
}

/** 1 for the weights of kernels, 0 for biases. */
function kernelMask(network: NetworkSpec, length: number): Float64Array {
  const mask = new Float64Array(length)
  let offset = 0
  for (const { parameters } of inferShapes(network))
    for (const { name, shape } of parameters) {
      if (name.endsWith('.kernel')) mask.fill(1, offset, offset + sizeOf(shape))
      offset += sizeOf(shape)
    }
  return mask
}
