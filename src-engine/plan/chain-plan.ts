import type { LayerInfo, Shape } from '../spec/shapes.ts'
import type { Instruction } from './instructions.ts'
import type { GradientParts, Mode } from './layers/layer.ts'
import type { AppliedActivation, Tensor } from './tensor.ts'
import type { MoveOf } from './updates.ts'

/** Layers one after the other: a network, or a branch of a residual block. */
export interface Chain {
  readonly infos: readonly LayerInfo[]
  readonly input: Tensor
  /** Address of the first layer's parameters; the others' follow. */
  readonly weights: number
  /** Where ∂C/∂z of the last layer stands, when that is settled already. Ignored where the chain ends with an activation. */
  readonly delta?: number
  /** Whether the last activation is left to the loss, which makes the network's answers. */
  readonly isOutput: boolean
}

export interface LayerOutput {
  readonly value: number
  /** ∂C/∂z, z being what its activation was applied to; 0 where none is worked out. */
  readonly delta: number
  readonly shape: Shape
  /** Whether four examples share a vector, as `kernels/assembly/lanes.ts` has it. */
  readonly isInLanes: boolean
}

export interface ChainPlan {
  /** What the last layer makes in training. */
  readonly output: Tensor
  /** The activation that has been left to the loss. */
  readonly left: AppliedActivation
  readonly prepare: readonly Instruction[]
  /** A barrier stands behind the last instruction. */
  forward(input: Tensor, mode: Mode): { readonly instructions: Instruction[]; readonly output: Tensor }
  /** @param moveOf null: no weight moves, every gradient is left in memory */
  backward(moveOf: MoveOf | null): readonly Instruction[]
  readonly gradients: readonly GradientParts[]
  /** Where each layer's output stands behind a training step, in its chain's order; null for one that is never stored. */
  readonly outputs: readonly (LayerOutput | null)[]
  readonly settle: readonly Instruction[]
}
