import * as z from 'zod'
import { Activation, activationFields } from './activation.ts'
import { Initializer } from './initializer.ts'

export { Activation } from './activation.ts'
export { Initializer } from './initializer.ts'

const Size = z.int().min(1).max(65_536)

/**
 * false: frozen, as after a fork whose first layers should stay. Its tensors are not updated, get neither penalty nor decay
 * and do not count in clipping by norm; a frozen batchNorm normalises by its moving statistics in training too, and leaves
 * them (Keras).
 */
const trainableField = { trainable: z.boolean().default(true) }

/** A kernel and, unless switched off (before a batchNorm, which has its own), a bias. */
const weightFields = {
  kernelInitializer: Initializer.default('auto'),
  biasInitializer: Initializer.default('zeros'),
  useBias: z.boolean().default(true),
  ...trainableField,
}
/**
 * A square window that moves over a picture. `same` adds zeros around it so that only the stride makes it smaller;
 * `dilationRate` is the distance between neighbours under the kernel.
 */
const windowFields = {
  kernelSize: z.int().min(1).max(31),
  strides: z.int().min(1).max(31).default(1),
  padding: z.enum(['same', 'valid']).default('valid'),
  dilationRate: z.int().min(1).max(31).default(1),
}
/** Windows do not overlap unless `strides` says so. Under `same` a window at the edge looks at what is inside only. */
const poolFields = {
  poolSize: z.int().min(1).max(64).default(2),
  strides: z.int().min(1).max(64).optional(),
  padding: z.enum(['same', 'valid']).default('valid'),
}

/** z = x·W + b of a flat input. */
export const DenseLayer = z.strictObject({
  type: z.literal('dense'),
  units: Size,
  ...activationFields,
  ...weightFields,
})
export const Conv2dLayer = z.strictObject({
  type: z.literal('conv2d'),
  filters: Size,
  ...windowFields,
  ...activationFields,
  ...weightFields,
})
/** One kernel for each channel, which looks at that channel only. */
export const DepthwiseConv2dLayer = z.strictObject({
  type: z.literal('depthwiseConv2d'),
  ...windowFields,
  ...activationFields,
  ...weightFields,
})
export const MaxPool2dLayer = z.strictObject({ type: z.literal('maxPool2d'), ...poolFields })
export const AveragePool2dLayer = z.strictObject({ type: z.literal('averagePool2d'), ...poolFields })
/** The mean of each channel over the whole picture. */
export const GlobalAveragePool2dLayer = z.strictObject({ type: z.literal('globalAveragePool2d') })
/** The largest value of each channel over the whole picture. */
export const GlobalMaxPool2dLayer = z.strictObject({ type: z.literal('globalMaxPool2d') })
export const FlattenLayer = z.strictObject({ type: z.literal('flatten') })
/** The same numbers in the same order under another shape. */
export const ReshapeLayer = z.strictObject({
  type: z.literal('reshape'),
  targetShape: z.array(Size).min(1).max(3),
})
export const ActivationLayer = z.strictObject({
  type: z.literal('activation'),
  ...activationFields,
  activation: Activation,
})
/** Inverted dropout: kept values are divided by `1 - rate` while training, nothing happens when predicting. */
export const DropoutLayer = z.strictObject({ type: z.literal('dropout'), rate: z.number().min(0).lt(1) })
/**
 * Standardises each channel over the batch (and the picture), then scales by γ and shifts by β. Predicting uses running
 * statistics: running ← momentum · running + (1 − momentum) · batch.
 */
export const BatchNormLayer = z.strictObject({
  type: z.literal('batchNorm'),
  momentum: z.number().min(0).lt(1).default(0.99),
  epsilon: z.number().positive().max(1).default(0.001),
  ...trainableField,
})
/** Standardises the channels of each position of each example, then scales by γ and shifts by β. */
export const LayerNormLayer = z.strictObject({
  type: z.literal('layerNorm'),
  epsilon: z.number().positive().max(1).default(0.001),
  ...trainableField,
})
/** Elman's layer over a sequence (time, features): h_t = f(x_t·W + h_(t−1)·U + b), h_0 = 0. */
export const RecurrentLayer = z.strictObject({
  type: z.literal('recurrent'),
  units: Size,
  ...activationFields,
  activation: Activation.exclude(['softmax', 'step']).default('tanh'),
  ...weightFields,
  recurrentInitializer: Initializer.default('auto'),
  /** All h_t instead of the last one only. */
  returnSequences: z.boolean().default(false),
})

/** Layers that a residual block may hold. */
const InnerLayerSpec = z.discriminatedUnion('type', [
  DenseLayer,
  Conv2dLayer,
  DepthwiseConv2dLayer,
  MaxPool2dLayer,
  AveragePool2dLayer,
  ActivationLayer,
  BatchNormLayer,
  LayerNormLayer,
])
/**
 * A block with a skip: a = f(F(x) + S(x)), F being the inner layers. S is the identity where F keeps the shape; else
 * average pooling by the block's stride, a 1×1 convolution without bias and a batchNorm set like the last one of F
 * (He et al. 2016; the pooling: He, Zhang et al. 2019, ResNet-D). A frozen block freezes everything in it.
 */
export const ResidualLayer = z.strictObject({
  type: z.literal('residual'),
  layers: z.array(InnerLayerSpec).min(1).max(32),
  ...activationFields,
  ...trainableField,
})

export const LayerSpec = z.discriminatedUnion('type', [
  ...InnerLayerSpec.options,
  GlobalAveragePool2dLayer,
  GlobalMaxPool2dLayer,
  FlattenLayer,
  ReshapeLayer,
  DropoutLayer,
  RecurrentLayer,
  ResidualLayer,
])
export type LayerSpec = z.infer<typeof LayerSpec>

/** A network: the shape of one example without the batch (channels last) and its layers in order. */
export const NetworkSpec = z.strictObject({
  input: z.array(Size).min(1).max(3),
  layers: z.array(LayerSpec).min(1).max(256),
})
export type NetworkSpec = z.infer<typeof NetworkSpec>
