import type * as z from 'zod'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'

export type LayerInput = z.input<typeof NetworkSpec>['layers'][number]

/** One of every kind of layer that sees a picture and makes a picture, in all its settings. */
export const pictureLayers: readonly LayerInput[] = [
  { type: 'conv2d', filters: 3, kernelSize: 3 },
  { type: 'conv2d', filters: 2, kernelSize: 3, strides: 2, padding: 'same', activation: 'tanh' },
  { type: 'conv2d', filters: 4, kernelSize: 3, dilationRate: 2, useBias: false },
  { type: 'conv2d', filters: 2, kernelSize: 2, dilationRate: 3, strides: 2, padding: 'same', activation: 'elu' },
  { type: 'depthwiseConv2d', kernelSize: 3 },
  { type: 'depthwiseConv2d', kernelSize: 2, strides: 2, padding: 'same', activation: 'gelu', useBias: false },
  { type: 'depthwiseConv2d', kernelSize: 3, dilationRate: 2, activation: 'sigmoid' },
  { type: 'maxPool2d', poolSize: 2 },
  { type: 'maxPool2d', poolSize: 3, strides: 2, padding: 'same' },
  { type: 'averagePool2d', poolSize: 2 },
  { type: 'averagePool2d', poolSize: 3, strides: 1 },
  { type: 'averagePool2d', poolSize: 3, strides: 2, padding: 'same' },
  { type: 'activation', activation: 'leakyRelu', alpha: 0.3 },
  { type: 'batchNorm' },
  { type: 'batchNorm', momentum: 0.5, epsilon: 0.1 },
  { type: 'layerNorm' },
  { type: 'residual', layers: [{ type: 'conv2d', filters: 2, kernelSize: 3, padding: 'same' }], activation: 'tanh' },
  {
    type: 'residual',
    layers: [
      { type: 'conv2d', filters: 5, kernelSize: 3, strides: 2, padding: 'same', useBias: false },
      { type: 'batchNorm', epsilon: 0.01 },
      { type: 'activation', activation: 'gelu' },
      { type: 'conv2d', filters: 5, kernelSize: 3, padding: 'same', useBias: false },
      { type: 'batchNorm', epsilon: 0.01 },
    ],
    activation: 'elu',
  },
]
