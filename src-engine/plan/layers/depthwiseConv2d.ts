import type * as z from 'zod'
import type { DepthwiseConv2dLayer } from '../../spec/network.ts'
import { convolutionWindow } from '../../spec/output-shape.ts'
import { paddingBefore } from '../../spec/shapes.ts'
import { instruction } from '../instructions.ts'
import { ownOf, type Tensor } from '../tensor.ts'
import { bare, examplesPerChunk, layerArguments, outputTensor, trainsTensors } from './layer.ts'
import type { LayerContext, LayerPlan } from './layer.ts'

/** One kernel for each channel. */
export function planDepthwiseConv2d(context: LayerContext, spec: z.infer<typeof DepthwiseConv2dLayer>): LayerPlan {
  const { arena, batchSize, info, input, weights, activation } = context
  const training = trainsTensors(context)
  const [height = 1, width = 1, channels = 1] = info.inputShape
  const [outHeight = 1, outWidth = 1] = info.outputShape
  const { size: kernelSize, stride: strides, padding, dilation } = convolutionWindow(spec)
  const output = outputTensor(context)
  const perChunk = examplesPerChunk(batchSize)
  const chunks = Math.ceil(batchSize / perChunk)
  const bias = spec.useBias ? 1 : 0
  const totals = training ? arena.allocate(8 * chunks * (kernelSize ** 2 + bias) * Math.ceil(channels / 4) * 4) : 0
  const gradient = training ? arena.allocate(4 * chunks * info.parameterCount) : 0
  const args = (from: Tensor) => ({
    ...layerArguments(context, from, output),
    ...{ height, width, channels, outHeight, outWidth },
    ...{ kernelSize, strides, dilation, weights, bias, ...ownOf(activation) },
    ...{ padTop: paddingBefore(height, kernelSize, strides, padding, dilation) },
    ...{ padLeft: paddingBefore(width, kernelSize, strides, padding, dilation) },
    ...{ examplesPerChunk: perChunk, totals, gradient },
  })
  return {
    ...bare,
    output,
    forward: (from) => [instruction('depthwise', args(from))],
    // Both read output.delta only, so their tiles may mix.
    backward: [
      ...(training ? [instruction('depthwiseWeightGradient', args(input))] : []),
      ...(input.delta ? [instruction('depthwiseInputGradient', args(input))] : []),
    ],
    gradients: training
      ? [{ weights, length: info.parameterCount, address: gradient, examplesPerChunk: perChunk }]
      : [],
  }
}
