import { sizeOf } from '../../spec/shapes.ts'
import { instruction } from '../instructions.ts'
import { belowOf, type Tensor } from '../tensor.ts'
import { bare, outputTensor, type LayerContext, type LayerPlan } from './layer.ts'

export function planGlobalMaxPool2d(context: LayerContext): LayerPlan {
  const { arena, batchSize, info, input } = context
  const channels = sizeOf(info.outputShape)
  const output = outputTensor(context, input.delta > 0)
  const winners = arena.allocate(4 * batchSize * Math.ceil(channels / 4) * 4)
  const args = (from: Tensor) => ({
    ...{ input: from.value, output: output.value, pixels: sizeOf(info.inputShape) / channels, channels, winners },
    ...{ inputDelta: input.delta, outputDelta: output.delta, ...belowOf(input) },
  })
  return {
    ...bare,
    output,
    forward: (from) => [instruction('globalMaxPool', args(from))],
    backward: input.delta ? [instruction('globalMaxPoolGradient', args(input))] : [],
  }
}
