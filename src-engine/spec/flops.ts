import type { NetworkSpec } from './network.ts'
import { inferShapes, sizeOf, type LayerInfo } from './shapes.ts'

/**
 * Floating-point operations of one example on its way forward. A multiply-add counts as two, as in papers; what is done once
 * per number (bias, activation, normalisation, the sum of a block) counts as one, or as many as its formula has.
 */
export function flopsPerExample(network: NetworkSpec): number {
  return inferShapes(network).reduce((sum, info) => sum + flopsOf(info), 0)
}

/** Backward every product is done twice more, for the weights' and for the input's gradient. */
export const flopsPerTrainingExample = (network: NetworkSpec): number => 3 * flopsPerExample(network)

function flopsOf(info: LayerInfo): number {
  const { spec, inputShape } = info
  const inputs = sizeOf(inputShape)
  const outputs = sizeOf(info.outputShape)
  const channels = inputShape.at(-1) ?? 1
  const own = 'activation' in spec && spec.activation !== 'linear' ? 1 : 0
  const bias = 'useBias' in spec && spec.useBias ? 1 : 0
  switch (spec.type) {
    case 'dense':
      return outputs * (2 * inputs + bias + own)
    case 'conv2d':
      return outputs * (2 * spec.kernelSize ** 2 * channels + bias + own)
    case 'depthwiseConv2d':
      return outputs * (2 * spec.kernelSize ** 2 + bias + own)
    case 'recurrent':
      return (inputShape[0] ?? 1) * spec.units * (2 * channels + 2 * spec.units + bias + own)
    case 'maxPool2d':
    case 'averagePool2d':
      return outputs * spec.poolSize ** 2
    case 'globalAveragePool2d':
    case 'globalMaxPool2d':
      return inputs
    case 'batchNorm':
      // One multiplication and one addition with what γ, β and the statistics come to.
      return 2 * inputs
    case 'layerNorm':
      // Mean, variance, difference, quotient, scale and shift.
      return 8 * inputs
    case 'activation':
      return inputs * own
    case 'residual':
      return [...info.layers, ...info.shortcut].reduce((sum, layer) => sum + flopsOf(layer), outputs * (1 + own))
    case 'flatten':
    case 'reshape':
    case 'dropout':
      return 0
  }
}
