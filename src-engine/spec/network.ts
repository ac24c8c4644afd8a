import * as z from 'zod'

/** Activations a layer can carry. `softmax` is only allowed on the last layer. */
export const Activation = z.enum(['linear', 'relu', 'sigmoid', 'tanh', 'softmax'])
export type Activation = z.infer<typeof Activation>

/** `auto` is He normal for a dense layer before relu and Glorot uniform otherwise: docs/decisions/0004-initialisation.md. */
export const Initializer = z.enum(['auto', 'glorotUniform', 'glorotNormal', 'heUniform', 'heNormal', 'zeros'])
export type Initializer = z.infer<typeof Initializer>

const Size = z.int().min(1).max(65_536)

export const DenseLayer = z.strictObject({
  type: z.literal('dense'),
  units: Size,
  activation: Activation.default('linear'),
  kernelInitializer: Initializer.default('auto'),
})
export const Conv2dLayer = z.strictObject({
  type: z.literal('conv2d'),
  filters: Size,
  kernelSize: z.int().min(1).max(31),
  strides: z.int().min(1).max(31).default(1),
  padding: z.enum(['same', 'valid']).default('valid'),
  activation: Activation.default('linear'),
  kernelInitializer: Initializer.default('auto'),
})
/** Windows do not overlap unless `strides` says so; padding is always `valid`, as in Keras' default. */
export const MaxPool2dLayer = z.strictObject({
  type: z.literal('maxPool2d'),
  poolSize: z.int().min(1).max(64).default(2),
  strides: z.int().min(1).max(64).optional(),
})
export const FlattenLayer = z.strictObject({ type: z.literal('flatten') })
/** Inverted dropout: kept values are divided by `1 - rate` while training, nothing happens when predicting. */
export const DropoutLayer = z.strictObject({ type: z.literal('dropout'), rate: z.number().min(0).lt(1) })

export const LayerSpec = z.discriminatedUnion('type', [
  DenseLayer,
  Conv2dLayer,
  MaxPool2dLayer,
  FlattenLayer,
  DropoutLayer,
])
export type LayerSpec = z.infer<typeof LayerSpec>

/** A network: the shape of one example without the batch (channels last) and its layers in order. */
export const NetworkSpec = z.strictObject({
  input: z.array(Size).min(1).max(3),
  layers: z.array(LayerSpec).min(1).max(256),
})
export type NetworkSpec = z.infer<typeof NetworkSpec>
