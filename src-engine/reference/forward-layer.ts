import { sizeOf, type LayerInfo } from '../spec/shapes.ts'
import { activated } from './activation-of-layer.ts'
import { averagePool2dForward } from './averagePool2d.ts'
import { batchNormForward, channelStatistics, movingStatistics } from './batchNorm.ts'
import { conv2dForward } from './conv2d.ts'
import { convolutionShape } from './convolution.ts'
import { denseForward } from './dense.ts'
import { depthwiseConv2dForward } from './depthwiseConv2d.ts'
import { dropoutForward } from './dropout.ts'
import { globalAveragePool2dForward } from './globalAveragePool2d.ts'
import { globalMaxPool2dForward } from './globalMaxPool2d.ts'
import { layerNormForward } from './layerNorm.ts'
import { maxPool2dForward } from './maxPool2d.ts'
import { poolShape } from './pool.ts'
import { lastStep, recurrentForward, recurrentParameters, recurrentShape } from './recurrent.ts'
import { tensorsOf } from './tensors.ts'
import type { LayerTrace } from './trace.ts'

/** What a layer is given. */
export interface LayerInput {
  /** All tensors of the layer, in the order of `info.parameters`. */
  readonly parameters: Float64Array
  /** (B, …inputShape) */
  readonly x: Float64Array
  readonly mask: Float64Array | null
  readonly training: boolean
}

/** z and a of every layer but the residual block, which is made of others. */
export function forwardLayer(info: LayerInfo, { parameters, x, mask, training }: LayerInput): LayerTrace {
  const z = beforeActivation(info, { parameters, x, mask, training })
  return { x, z, a: activated(info, z), mask, training, layers: [], shortcut: [] }
}

function beforeActivation(info: LayerInfo, { parameters, x, mask, training }: LayerInput): Float64Array {
  const { spec, inputShape, outputShape } = info
  const tensors = tensorsOf(info, parameters)
  switch (spec.type) {
    case 'dense':
      return denseForward(x, tensors.get('kernel'), tensors.bias(spec.units))
    case 'conv2d': {
      const shape = convolutionShape(spec, inputShape, outputShape)
      return conv2dForward(x, tensors.get('kernel'), tensors.bias(spec.filters), shape)
    }
    case 'depthwiseConv2d': {
      const shape = convolutionShape(spec, inputShape, outputShape)
      return depthwiseConv2dForward(x, tensors.get('kernel'), tensors.bias(shape.C), shape)
    }
    case 'maxPool2d':
      return maxPool2dForward(x, poolShape(spec, inputShape, outputShape))
    case 'averagePool2d':
      return averagePool2dForward(x, poolShape(spec, inputShape, outputShape))
    case 'globalAveragePool2d':
      return globalAveragePool2dForward(x, sizeOf(inputShape.slice(0, 2)), sizeOf(outputShape))
    case 'globalMaxPool2d':
      return globalMaxPool2dForward(x, sizeOf(inputShape.slice(0, 2)), sizeOf(outputShape))
    case 'flatten':
    case 'reshape':
    case 'activation':
      return x
    case 'dropout':
      return mask ? dropoutForward(x, mask, spec.rate) : x
    case 'batchNorm': {
      const statistics =
        training && spec.trainable ? channelStatistics(x, sizeOf(inputShape.slice(-1))) : movingStatistics(tensors)
      return batchNormForward(x, tensors.get('gamma'), tensors.get('beta'), statistics, spec.epsilon)
    }
    case 'layerNorm':
      return layerNormForward(x, tensors.get('gamma'), tensors.get('beta'), spec.epsilon)
    case 'recurrent': {
      const shape = recurrentShape(spec, inputShape)
      const { h } = recurrentForward(x, recurrentParameters(tensors, spec.units), shape)
      return spec.returnSequences ? h : lastStep(h, shape)
    }
    case 'residual':
      throw new RangeError('A residual block is no single layer.')
  }
}
