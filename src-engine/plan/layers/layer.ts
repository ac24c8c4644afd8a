import { isTrainable } from '../../spec/parameters.ts'
import { sizeOf, type LayerInfo } from '../../spec/shapes.ts'
import type { Arena } from '../arena.ts'
import type { Instruction } from '../instructions.ts'
import { belowOf, type AppliedActivation, type Tensor } from '../tensor.ts'
import type { MoveOf } from '../updates.ts'

/** What is the same for every layer of a plan. */
export interface PlanContext {
  readonly arena: Arena
  readonly batchSize: number
  /** Whether buffers for gradients are wanted. */
  readonly training: boolean
  /** Address of the optimiser's settings and step count; 0 in a plan that only predicts. */
  readonly hyperparameters: number
}

/** What planning one layer needs to know. */
export interface LayerContext extends PlanContext {
  readonly info: LayerInfo
  /** Place of the layer in the network. */
  readonly index: number
  readonly input: Tensor
  /** Address of this layer's parameters. */
  readonly weights: number
  /** What the layer applies to its output: its own activation, or that of an activation layer behind it. */
  readonly activation: AppliedActivation
  /** The max pooling behind this layer that it does in the same pass; see `pooledBehind`. */
  readonly pooled?: LayerInfo | undefined
  /** Where ∂C/∂z of the output stands, when that is settled already. */
  readonly delta?: number | undefined
}

/** Where the gradient of some neighbouring parameters is left: parts of `length` numbers each, to be added in order. */
export interface GradientParts {
  /** Address of the first of these parameters. */
  readonly weights: number
  readonly length: number
  readonly address: number
  readonly examplesPerChunk: number
}

/** batchNorm takes the batch's statistics while training and its moving ones in evaluation. */
export type Mode = 'training' | 'evaluation'

/** A layer's buffers and its instructions. */
export interface LayerPlan {
  readonly output: Tensor
  /** Once per program, before everything else: weights in the order the kernels read them. */
  readonly prepare: readonly Instruction[]
  /** Reads `input`, which differs from the planned one where evaluation passes a layer over. */
  forward(input: Tensor, mode: Mode): Instruction[]
  /** Leaves `input.delta` and the gradients of the parameters. */
  readonly backward: readonly Instruction[]
  /** The same for a step that moves weights as soon as their gradient is there; absent where all wait for the end. */
  moving?(moveOf: MoveOf): readonly Instruction[]
  readonly gradients: readonly GradientParts[]
  /** What only a training step does, behind its forward pass: batchNorm's moving statistics. */
  readonly settle: readonly Instruction[]
  /** Whether evaluation passes its input on unchanged. */
  readonly skippedInEvaluation: boolean
}

/** A layer without parameters; the defaults of the others. */
export const bare = { prepare: [], gradients: [], settle: [], skippedInEvaluation: false } as const

/** Whether the gradient of a layer's own tensors is wanted. */
export const trainsTensors = ({ training, info }: LayerContext): boolean => training && isTrainable(info.spec)

/** As many chunks as a sum over the batch is cut into, so that several threads find work. */
const CHUNKS = 16

/** Examples in each chunk of a sum over the batch. Depends on the plan only, never on the threads. */
export const examplesPerChunk = (batchSize: number, chunks = CHUNKS): number =>
  Math.ceil(batchSize / Math.min(batchSize, chunks))

/** Buffers for a layer's output. @param wantsDelta whether anything behind it will ask for ∂C/∂z */
export function outputTensor(context: LayerContext, wantsDelta = context.training): Tensor {
  const { arena, batchSize, info, activation, delta } = context
  const bytes = 4 * batchSize * sizeOf(info.outputShape)
  const value = arena.allocate(bytes)
  return {
    value,
    delta: wantsDelta ? (delta ?? arena.allocate(bytes)) : 0,
    shape: info.outputShape,
    activation,
    slopeFrom: value,
  }
}

/** What `Layer` in `kernels/assembly/layer.ts` holds. @param from the values read, which differ in evaluation */
export function layerArguments({ input }: LayerContext, from: Tensor, output: Tensor) {
  const deltas = { inputDelta: input.delta, outputDelta: output.delta }
  return { input: from.value, output: output.value, ...deltas, ...belowOf(input) }
}
