import { sizeOf } from '../../spec/shapes.ts'
import { instruction } from '../instructions.ts'
import type { Tensor } from '../tensor.ts'
import { bare, layerArguments, outputTensor, type LayerContext, type LayerPlan } from './layer.ts'

export function planGlobalMaxPool2d(context: LayerContext): LayerPlan {
  const { arena, batchSize, info, input } = context
  const channels = sizeOf(info.outputShape)
  const output = outputTensor(context, input.delta > 0)
  const winners = arena.allocate(4 * batchSize * Math.ceil(channels / 4) * 4)
  const args = (from: Tensor) => ({
    ...layerArguments(context, from, output),
    ...{ pixels: sizeOf(info.inputShape) / channels, channels, winners },
  })
  return {
    ...bare,
    output,
    forward: (from) => [instruction('globalMaxPool', args(from))],
    backward: input.delta ? [instruction('globalMaxPoolGradient', args(input))] : [],
  }
}
