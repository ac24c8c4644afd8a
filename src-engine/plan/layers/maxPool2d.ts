import type * as z from 'zod'
import type { MaxPool2dLayer } from '../../spec/network.ts'
import { sizeOf } from '../../spec/shapes.ts'
import { instruction } from '../instructions.ts'
import { activationCode, type Tensor } from '../tensor.ts'
import type { LayerContext, LayerPlan } from './layer.ts'

export function planMaxPool2d(context: LayerContext, spec: z.infer<typeof MaxPool2dLayer>): LayerPlan {
  const { arena, info, batchSize, input } = context
  const [height = 1, width = 1, channels = 1] = info.inputShape
  const [outHeight = 1, outWidth = 1] = info.outputShape
  const bytes = 4 * batchSize * sizeOf(info.outputShape)
  const output: Tensor = {
    value: arena.allocate(bytes),
    delta: input.delta ? arena.allocate(bytes) : 0,
    shape: info.outputShape,
    activation: 'linear',
  }
  const args = (from: Tensor) => ({
    ...{ input: from.value, output: output.value, height, width, channels, outHeight, outWidth },
    ...{ poolSize: spec.poolSize, strides: spec.strides ?? spec.poolSize },
    ...{ inputDelta: input.delta, outputDelta: output.delta, activation: activationCode(input.activation) },
  })
  return {
    output,
    prepare: [],
    forward: (from) => [instruction('maxPool', args(from))],
    backward: input.delta ? [instruction('maxPoolGradient', args(input))] : [],
    gradient: null,
    skippedInEvaluation: false,
  }
}
