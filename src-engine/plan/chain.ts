import * as layout from '../kernels/assembly/layout.ts'
import { placeActivations } from './activations.ts'
import type { Chain, ChainPlan, LayerOutput } from './chain-plan.ts'
import { thenBarrier, type Instruction } from './instructions.ts'
import { planActivation } from './layers/activation.ts'
import type { LayerContext, LayerPlan, PlanContext } from './layers/layer.ts'
import { planLayer } from './layers/plan-layer.ts'
import { planResidual } from './layers/residual.ts'
import { pooledBehind } from './pooled.ts'
import { LINEAR } from './tensor.ts'

/** Plans layers one after the other: a network, or a branch of a residual block. */
export function planChain(context: PlanContext, { infos, input, weights, delta, isOutput }: Chain): ChainPlan {
  const { applied, left, covered } = placeActivations(infos, isOutput)
  const layers: LayerPlan[] = []
  const outputs: (LayerOutput | null)[] = []
  let tensor = input
  let address = weights
  let pooledAt = -1
  for (const [index, info] of infos.entries()) {
    const activation = applied[index] ?? null
    const leave = (): void => void outputs.push(covered.has(index) ? null : { ...tensor, isInLanes: false })
    if (activation === null || index === pooledAt) {
      leave()
      continue
    }
    pooledAt = pooledBehind(infos, applied, index)
    const isLast = index === infos.length - 1
    const place = { info, index, pooled: infos[pooledAt], weights: address }
    const own = { ...context, ...place, delta: isLast ? delta : undefined }
    const add = (layer: LayerPlan): void => {
      layers.push(layer)
      tensor = layer.output
    }
    if (activation.code === layout.GELU && info.spec.type !== 'activation') {
      add(plan({ ...own, delta: undefined, input: tensor, activation: LINEAR }))
      add(planActivation({ ...own, delta: undefined, input: tensor, activation }))
    } else {
      const isLinear = activation.code === layout.LINEAR
      add(plan({ ...own, ...(isLinear ? {} : { delta: undefined }), input: tensor, activation }))
    }
    address += 4 * info.parameterCount
    leave()
  }
  return {
    output: tensor,
    left,
    outputs,
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
    backward: (moveOf) =>
      layers.toReversed().flatMap((layer) => thenBarrier((moveOf && layer.moving?.(moveOf)) ?? layer.backward)),
    gradients: layers.flatMap((layer) => layer.gradients),
    settle: layers.flatMap((layer) => layer.settle),
  }
}

/** A residual block is made of chains. */
const plan = (context: LayerContext): LayerPlan =>
  context.info.spec.type === 'residual' ? planResidual(context, planChain) : planLayer(context, context.info.spec)
