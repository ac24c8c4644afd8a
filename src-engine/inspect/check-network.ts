import { createModel } from '../plan/model.ts'
import { dropoutMasks } from '../reference/dropout.ts'
import type { Task } from '../spec/data.ts'
import type { NetworkSpec } from '../spec/network.ts'
import { activationOf, inferShapes } from '../spec/shapes.ts'
import { TrainingSpec } from '../spec/training.ts'
import { initialWeights } from '../train/initial-weights.ts'
import { createRng } from '../train/rng.ts'
import { checkGradient, type TensorCheck } from './gradient-check.ts'
import { histogram, type Histogram } from './histogram.ts'
import { layerActivations } from './layer-activations.ts'
import { firstNonFinite, tensorValues, type NonFinite } from './non-finite.ts'
import { layerNorms } from './norms.ts'
import { parameterReports, type ParameterReport } from './parameter-report.ts'
import { deadShare, saturatedShare } from './units.ts'

/** A layer at work on the examples of the check. */
export interface LayerReport {
  readonly layer: number
  readonly type: string
  /** ‖w‖₂ and ‖∂C/∂w‖₂ of its trained numbers. */
  readonly weightNorm: number
  readonly gradientNorm: number
  /** What it gives, behind its activation. */
  readonly outputs: Histogram
  /** Share of dead units; null where it does not end with relu. */
  readonly dead: number | null
  /** Share of saturated outputs; null where it does not end with sigmoid or tanh. */
  readonly saturated: number | null
}

export interface NetworkReport {
  /** Every trained tensor, checked when it is asked for; large ones take their time. */
  readonly tensors: Iterable<TensorCheck>
  /** How many those are. */
  readonly tensorCount: number
  readonly layers: readonly LayerReport[]
  readonly parameters: readonly ParameterReport[]
  /** The first number on the way forward, then in the gradient, that is not finite. */
  readonly nonFinite: NonFinite | null
}

export interface CheckOptions extends Pick<TrainingSpec, 'loss' | 'seed'> {
  readonly examples: number
  /** Weights checked per tensor. */
  readonly perTensor: number
  readonly task?: Task
}

/**
 * Checks the gradients of a network as a run would begin with it: first weights and dropout from the seed, over examples
 * drawn from N(0, 1) whose labels go round the classes, or whose targets are drawn likewise. The cost is C₀, without regulariser and label smoothing.
 * @param module the kernels, whose gradient is checked beside the reference's
 * @throws {SpecError} for a network that cannot be built, or trained with this loss.
 */
export function checkNetwork(module: WebAssembly.Module, network: NetworkSpec, options: CheckOptions): NetworkReport {
  const { loss, seed, examples, perTensor, task = 'classification' } = options
  const infos = inferShapes(network)
  const training = TrainingSpec.parse({ loss })
  const model = createModel(module, { network, batchSize: examples, threads: 1, training, task })
  const weights = initialWeights(network, seed)
  const rng = createRng(seed, 'augmentation')
  const x = new Float32Array(examples * model.inputSize).map(() => rng.normal())
  const labels = Int32Array.from({ length: examples }, (_, i) => i % Math.max(2, model.classes))
  model.setWeights(weights)
  model.setDropoutSeed(seed)
  model.inputs().set(x)
  model.labels().set(labels)
  const targets = model.targets()?.map(() => rng.normal())
  if (targets) model.targets()?.set(targets)
  const gradient = model.gradient(examples)

  // What the kernels drop before the first training step.
  const masks = dropoutMasks(infos, examples, { seed, step: 0 })
  const batch = { x: Float64Array.from(x), labels, masks, targets: targets && Float64Array.from(targets) }
  const tensors = checkGradient(network, loss, Float64Array.from(weights), batch, { perTensor, kernels: gradient })
  const outputs = infos.map((_, layer) => layerActivations(module, network, weights, layer, x))
  const weightNorms = layerNorms(network, weights)
  const gradientNorms = layerNorms(network, gradient)
  const layers = infos.map(({ spec, outputShape }, layer) => {
    const a = outputs[layer] ?? new Float32Array()
    const activation = activationOf(spec) ?? 'linear'
    return {
      ...{ layer, type: spec.type, weightNorm: weightNorms[layer] ?? 0, gradientNorm: gradientNorms[layer] ?? 0 },
      outputs: histogram(a),
      dead: activation === 'relu' ? deadShare(a, outputShape.at(-1) ?? 1) : null,
      saturated: saturatedShare(a, activation),
    }
  })
  const forward = outputs.map((values, layer) => ({ layer, tensor: `${layer}.output`, values }))
  const tensorCount = model.parameters.filter(({ isTrained }) => isTrained).length
  return {
    ...{ tensors, tensorCount, layers, parameters: parameterReports(network, weights, gradient) },
    nonFinite: firstNonFinite([...forward, ...tensorValues(network, gradient)]),
  }
}
