import type * as z from 'zod'
import type { NetworkSpec } from './network.ts'

export type Layers = z.input<typeof NetworkSpec>['layers']

const pool = { type: 'maxPool2d', poolSize: 2, padding: 'same' } as const
const relu = { type: 'activation', activation: 'relu' } as const
/** Statistics of the last ten batches or so: a hundred would be more than a short run has. */
const norm = { type: 'batchNorm', momentum: 0.9, epsilon: 1e-5 } as const
/** 3×3 without a bias, which a batchNorm behind it has. */
const bare = (filters: number, strides = 1) =>
  ({ type: 'conv2d', filters, kernelSize: 3, strides, padding: 'same', useBias: false }) as const

/** Two convolutions with pooling, and a dense layer. */
export const cnnSmall: Layers = [
  { type: 'conv2d', filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' },
  { type: 'maxPool2d', poolSize: 2 },
  { type: 'conv2d', filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' },
  { type: 'maxPool2d', poolSize: 2 },
  { type: 'flatten' },
  { type: 'dense', units: 64, activation: 'relu' },
]

/** Three normalised convolutions with pooling, and the mean of each channel. */
export const cnnMedium: Layers = [
  ...[32, 64, 128].flatMap((filters): Layers => [bare(filters), norm, relu, pool]),
  { type: 'globalAveragePool2d' },
  { type: 'dropout', rate: 0.25 },
]

const block = (filters: number, strides: number) =>
  ({
    type: 'residual',
    layers: [bare(filters, strides), norm, relu, bare(filters), norm],
    activation: 'relu',
  }) satisfies Layers[number]

/** The network that read cheques (LeCun et al. 1998), with dense layers instead of its last two; 28×28 as published. */
export const lenet: Layers = [
  { type: 'conv2d', filters: 6, kernelSize: 5, padding: 'same', activation: 'tanh' },
  { type: 'averagePool2d', poolSize: 2 },
  { type: 'conv2d', filters: 16, kernelSize: 5, activation: 'tanh' },
  { type: 'averagePool2d', poolSize: 2 },
  { type: 'flatten' },
  { type: 'dense', units: 120, activation: 'tanh' },
  { type: 'dense', units: 84, activation: 'tanh' },
]

/** One unit that is 1 where w·x + b ≥ 0, from zero weights (Rosenblatt 1958). */
export const perceptron: Layers = [{ type: 'dense', units: 1, activation: 'step', kernelInitializer: 'zeros' }]

const drawn = { type: 'randomUniform', minval: -1, maxval: 1 } as const
const sigmoids = (units: number) =>
  ({
    type: 'dense',
    units,
    activation: 'sigmoid',
    kernelInitializer: drawn,
    biasInitializer: drawn,
  }) as const

/** The smallest network with a hidden layer that can be XOR; all numbers drawn from [−1, 1). */
export const xor: Layers = [sigmoids(2), sigmoids(1)]

/** A convolution that halves the picture, four residual blocks, three of which halve it again, and the mean of each channel. */
export const resnetSmall: Layers = [
  ...[bare(24, 2), norm, relu],
  ...[block(24, 1), block(48, 2), block(96, 2), block(128, 2)],
  { type: 'globalAveragePool2d' },
]
