import type { LayerInfo } from '../../spec/shapes.ts'
import type { Arena } from '../arena.ts'
import type { Instruction } from '../instructions.ts'
import type { Tensor } from '../tensor.ts'

/** What planning one layer needs to know. */
export interface LayerContext {
  readonly arena: Arena
  readonly info: LayerInfo
  readonly index: number
  readonly batchSize: number
  readonly input: Tensor
  /** Whether buffers for gradients are wanted. */
  readonly training: boolean
  /** Address of this layer's parameters: kernel, then bias. */
  readonly weights: number
  /** Address of the optimiser's settings and step count; 0 in a plan that only predicts. */
  readonly hyperparameters: number
}

/** Where a layer leaves the gradient of its parameters: parts of the layer's parameter count each, to be added in order. */
export interface GradientParts {
  readonly address: number
  readonly examplesPerChunk: number
}

/** A layer's buffers and its instructions. */
export interface LayerPlan {
  readonly output: Tensor
  /** Once per program, before everything else: weights in the order the kernels read them. */
  readonly prepare: readonly Instruction[]
  /** Reads `input`, which differs from the planned one where evaluation passes a layer over. */
  forward(input: Tensor): Instruction[]
  /** Leaves `input.delta` and the gradient of the parameters. */
  readonly backward: readonly Instruction[]
  readonly gradient: GradientParts | null
  /** Whether evaluation passes its input on unchanged. */
  readonly skippedInEvaluation: boolean
}
