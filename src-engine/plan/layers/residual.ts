import { sizeOf } from '../../spec/shapes.ts'
import type { Chain, ChainPlan } from '../chain-plan.ts'
import { instruction, thenBarrier, type Instruction } from '../instructions.ts'
import { belowOf, LINEAR, ownOf, type Tensor } from '../tensor.ts'
import type { MoveOf } from '../updates.ts'
import { outputTensor, type LayerContext, type LayerPlan, type PlanContext } from './layer.ts'

/**
 * a = f(F(x) + S(x)). ∂C/∂z goes down both ways: where a branch ends without an activation it is its delta as it stands.
 * F leaves its share in the input's delta, S in one of its own, and the two are added.
 */
export function planResidual(
  context: LayerContext,
  planChain: (context: PlanContext, chain: Chain) => ChainPlan,
): LayerPlan {
  const { arena, batchSize, info, input, weights, activation } = context
  const output = outputTensor(context, context.training && (input.delta > 0 || info.parameterCount > 0))
  const length = info.layers.reduce((sum, { parameterCount }) => sum + parameterCount, 0)
  const isProjected = info.shortcut.length > 0
  const wantsDelta = isProjected && input.delta > 0
  const beside = { ...input, delta: wantsDelta ? arena.allocate(4 * batchSize * sizeOf(info.inputShape)) : 0 }
  const branch = { delta: output.delta, isOutput: false }
  const F = planChain(context, { ...branch, infos: info.layers, input, weights })
  const S = isProjected
    ? planChain(context, { ...branch, infos: info.shortcut, input: beside, weights: weights + 4 * length })
    : null
  const size = sizeOf(info.outputShape)

  /** ∂C/∂z through the activation that F may end with; a projection ends with batchNorm. */
  const into = (end: Tensor): Instruction[] => {
    if (end.delta === 0 || end.delta === output.delta) return []
    const args = { source: output.delta, addend: 0, target: end.delta, size, ...ownOf(LINEAR), ...belowOf(end) }
    return [instruction('activationGradient', args)]
  }
  /** What came down S, or passed by, joins what F has left; S has gone through f′ of what lies below already. */
  const joined = (): Instruction[] => {
    if (input.delta === 0) return []
    const below = belowOf(S ? { ...input, activation: LINEAR } : input)
    const source = S ? beside.delta : output.delta
    const args = { source, addend: input.delta, target: input.delta, size: sizeOf(info.inputShape) }
    return [instruction('activationGradient', { ...args, ...ownOf(LINEAR), ...below })]
  }
  const back = (moveOf: MoveOf | null): Instruction[] => [
    ...thenBarrier(into(F.output)),
    ...F.backward(moveOf),
    ...(S?.backward(moveOf) ?? []),
    ...joined(),
  ]
  return {
    output,
    prepare: [...F.prepare, ...(S?.prepare ?? [])],
    forward(from, mode) {
      const residual = F.forward(from, mode)
      const skip = S?.forward(from, mode) ?? { instructions: [], output: from }
      const sum = instruction('activate', {
        ...{ source: residual.output.value, addend: skip.output.value, target: output.value, size },
        ...{ ...ownOf(activation), ...belowOf(input) },
      })
      return [...residual.instructions, ...skip.instructions, sum]
    },
    backward: back(null),
    moving: back,
    gradients: [F, S].flatMap((each: ChainPlan | null) => each?.gradients ?? []),
    settle: [F, S].flatMap((each: ChainPlan | null) => each?.settle ?? []),
    skippedInEvaluation: false,
  }
}
