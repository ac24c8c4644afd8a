import * as layout from '../../kernels/assembly/layout.ts'
import { sizeOf } from '../../spec/shapes.ts'
import { instruction } from '../instructions.ts'
import { belowOf, ownOf } from '../tensor.ts'
import { bare, outputTensor, type LayerContext, type LayerPlan } from './layer.ts'

/**
 * An activation with a buffer of its own: behind a layer that cannot apply it, and gelu, whose slope needs z. Behind a
 * layer without an activation ∂C/∂z is that layer's delta as it stands.
 */
export function planActivation(context: LayerContext): LayerPlan {
  const { info, input, activation } = context
  const isShared = input.activation.code === layout.LINEAR
  const output = outputTensor({ ...context, delta: isShared ? input.delta : undefined }, input.delta > 0)
  const args = { addend: 0, size: sizeOf(info.outputShape), ...ownOf(activation), ...belowOf(input) }
  const back = { ...args, source: output.delta, target: input.delta }
  return {
    ...bare,
    output: activation.code === layout.GELU ? { ...output, slopeFrom: input.value } : output,
    forward: (from) => [instruction('activate', { ...args, source: from.value, target: output.value })],
    backward: isShared || input.delta === 0 ? [] : [instruction('activationGradient', back)],
  }
}
