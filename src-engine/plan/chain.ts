import * as layout from '../kernels/assembly/layout.ts'
import type { LayerInfo } from '../spec/shapes.ts'
import { placeActivations } from './activations.ts'
import { thenBarrier, type Instruction } from './instructions.ts'
import { planActivation } from './layers/activation.ts'
import type { GradientParts, LayerPlan, Mode, PlanContext } from './layers/layer.ts'
import { planPass } from './layers/pass.ts'
import { planLayer } from './layers/plan-layer.ts'
import { LINEAR, type AppliedActivation, type Tensor } from './tensor.ts'

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

export interface ChainPlan {
  /** What the last layer makes in training. */
  readonly output: Tensor
  /** The activation that has been left to the loss. */
  readonly left: AppliedActivation
  readonly prepare: readonly Instruction[]
  /** A barrier stands behind the last instruction. */
  forward(input: Tensor, mode: Mode): { readonly instructions: Instruction[]; readonly output: Tensor }
  readonly backward: readonly Instruction[]
  readonly gradients: readonly GradientParts[]
  readonly settle: readonly Instruction[]
}

export function planChain(context: PlanContext, { infos, input, weights, delta, isOutput }: Chain): ChainPlan {
  const { applied, left } = placeActivations(infos, isOutput)
  const layers: LayerPlan[] = []
  let tensor = input
  let address = weights
  for (const [index, info] of infos.entries()) {
    const isLast = index === infos.length - 1
    const own = { ...context, info, index, weights: address, delta: isLast ? delta : undefined }
    const activation = applied[index] ?? null
    const add = (plan: LayerPlan): void => {
      layers.push(plan)
      tensor = plan.output
    }
    if (activation === null) add(planPass({ ...own, input: tensor, activation: LINEAR }))
    else if (activation.code === layout.GELU && info.spec.type !== 'activation') {
      add(planLayer({ ...own, delta: undefined, input: tensor, activation: LINEAR }))
      add(planActivation({ ...own, delta: undefined, input: tensor, activation }))
    } else {
      const isLinear = activation.code === layout.LINEAR
      add(planLayer({ ...own, ...(isLinear ? {} : { delta: undefined }), input: tensor, activation }))
    }
    address += 4 * info.parameterCount
  }
  return {
    output: tensor,
    left,
    prepare: layers.flatMap((layer) => layer.prepare),
    forward(from, mode) {
      let output = from
      const instructions: Instruction[] = []
      for (const layer of layers) {
        if (mode === 'evaluation' && layer.skippedInEvaluation) continue
        instructions.push(...thenBarrier(layer.forward(output, mode)))
        output = layer.output
      }
      return { instructions, output }
    },
    backward: layers.toReversed().flatMap((layer) => thenBarrier(layer.backward)),
    gradients: layers.flatMap((layer) => layer.gradients),
    settle: layers.flatMap((layer) => layer.settle),
  }
}
