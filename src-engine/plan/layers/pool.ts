import type * as z from 'zod'
import type { AveragePool2dLayer, MaxPool2dLayer } from '../../spec/network.ts'
import { poolWindow } from '../../spec/output-shape.ts'
import { paddingBefore, sizeOf } from '../../spec/shapes.ts'
import { instruction } from '../instructions.ts'
import type { Tensor } from '../tensor.ts'
import { bare, layerArguments, outputTensor, type LayerContext, type LayerPlan } from './layer.ts'

type PoolSpec = z.infer<typeof MaxPool2dLayer> | z.infer<typeof AveragePool2dLayer>

/** maxPool2d and averagePool2d. */
export function planPool(context: LayerContext, spec: PoolSpec): LayerPlan {
  const { info, input } = context
  const [height = 1, width = 1, channels = 1] = info.inputShape
  const [outHeight = 1, outWidth = 1] = info.outputShape
  const { size: poolSize, stride: strides, padding } = poolWindow(spec)
  const output = outputTensor(context, input.delta > 0)
  const args = (from: Tensor) => ({
    ...layerArguments(context, from, output),
    ...{ height, width, channels, outHeight, outWidth, poolSize, strides },
    ...{ padTop: paddingBefore(height, poolSize, strides, padding) },
    ...{ padLeft: paddingBefore(width, poolSize, strides, padding) },
  })
  const operation = spec.type === 'maxPool2d' ? 'maxPool' : 'averagePool'
  return {
    ...bare,
    output,
    forward: (from) => [instruction(operation, args(from))],
    backward: input.delta ? [instruction(`${operation}Gradient`, args(input))] : [],
  }
}

export function planGlobalAveragePool2d(context: LayerContext): LayerPlan {
  const { arena, batchSize, info, input } = context
  const channels = sizeOf(info.outputShape)
  const output = outputTensor(context, input.delta > 0)
  const totals = arena.allocate(8 * batchSize * Math.ceil(channels / 4) * 4)
  const args = (from: Tensor) => ({
    ...layerArguments(context, from, output),
    ...{ pixels: sizeOf(info.inputShape) / channels, channels, totals },
  })
  return {
    ...bare,
    output,
    forward: (from) => [instruction('globalPool', args(from))],
    backward: input.delta ? [instruction('globalPoolGradient', args(input))] : [],
  }
}
