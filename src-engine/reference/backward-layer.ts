import { sizeOf, type LayerInfo } from '../spec/shapes.ts'
import { averagePool2dBackward } from './averagePool2d.ts'
import { batchNormBackward, batchNormBackwardFixed, movingStatistics } from './batchNorm.ts'
import { conv2dBackward } from './conv2d.ts'
import { convolutionShape } from './convolution.ts'
import { denseBackward } from './dense.ts'
import { depthwiseConv2dBackward } from './depthwiseConv2d.ts'
import { dropoutBackward } from './dropout.ts'
import { globalAveragePool2dBackward } from './globalAveragePool2d.ts'
import { globalMaxPool2dBackward } from './globalMaxPool2d.ts'
import { layerNormBackward } from './layerNorm.ts'
import { maxPool2dBackward } from './maxPool2d.ts'
import { poolShape } from './pool.ts'
import { atLastStep, recurrentBackward, recurrentForward, recurrentParameters, recurrentShape } from './recurrent.ts'
import { gathered, tensorsOf } from './tensors.ts'
import type { LayerGradients, LayerTrace } from './trace.ts'

/**
 * From delta = ∂C/∂z of the layer (∂C/∂a where it has no activation of its own) to ∂C/∂x and the gradients of its tensors;
 * every layer but the residual block.
 */
export function backwardLayer(
  info: LayerInfo,
  parameters: Float64Array,
  trace: LayerTrace,
  delta: Float64Array,
): LayerGradients {
  const { spec, inputShape, outputShape } = info
  const { x, mask } = trace
  const tensors = tensorsOf(info, parameters)
  const weighted = ({ dx, dw, db }: ReturnType<typeof denseBackward>): LayerGradients => ({
    dx,
    parameters: gathered(info, { kernel: dw, bias: db }),
  })
  const bare = (dx: Float64Array): LayerGradients => ({ dx, parameters: new Float64Array(0) })
  switch (spec.type) {
    case 'dense':
      return weighted(denseBackward(x, tensors.get('kernel'), delta, spec.units))
    case 'conv2d':
      return weighted(conv2dBackward(x, tensors.get('kernel'), delta, convolutionShape(spec, inputShape, outputShape)))
    case 'depthwiseConv2d': {
      const shape = convolutionShape(spec, inputShape, outputShape)
      return weighted(depthwiseConv2dBackward(x, tensors.get('kernel'), delta, shape))
    }
    case 'maxPool2d':
      return bare(maxPool2dBackward(x, delta, poolShape(spec, inputShape, outputShape)))
    case 'averagePool2d':
      return bare(averagePool2dBackward(delta, x.length, poolShape(spec, inputShape, outputShape)))
    case 'globalAveragePool2d':
      return bare(globalAveragePool2dBackward(delta, sizeOf(inputShape.slice(0, 2)), sizeOf(outputShape)))
    case 'globalMaxPool2d':
      return bare(globalMaxPool2dBackward(x, delta, sizeOf(inputShape.slice(0, 2)), sizeOf(outputShape)))
    case 'flatten':
    case 'reshape':
    case 'activation':
      return bare(delta)
    case 'dropout':
      return bare(mask ? dropoutBackward(delta, mask, spec.rate) : delta)
    case 'batchNorm': {
      const gamma = tensors.get('gamma')
      const { dx, dgamma, dbeta } =
        trace.training && spec.trainable
          ? batchNormBackward(x, gamma, delta, spec.epsilon)
          : batchNormBackwardFixed(x, gamma, delta, movingStatistics(tensors), spec.epsilon)
      return { dx, parameters: gathered(info, { gamma: dgamma, beta: dbeta }) }
    }
    case 'layerNorm': {
      const { dx, dgamma, dbeta } = layerNormBackward(x, tensors.get('gamma'), delta, spec.epsilon)
      return { dx, parameters: gathered(info, { gamma: dgamma, beta: dbeta }) }
    }
    case 'recurrent': {
      const shape = recurrentShape(spec, inputShape)
      const own = recurrentParameters(tensors, spec.units)
      const dh = spec.returnSequences ? delta : atLastStep(delta, shape)
      const { dx, dw, du, db } = recurrentBackward(x, own, recurrentForward(x, own, shape), dh, shape)
      return { dx, parameters: gathered(info, { kernel: dw, recurrentKernel: du, bias: db }) }
    }
    case 'residual':
      throw new RangeError('A residual block is no single layer.')
  }
}
