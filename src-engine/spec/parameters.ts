import { resolveInitializer, type Initializer, type ResolvedInitializer } from './initializer.ts'
import type { LayerSpec } from './network.ts'
import { sizeOf, type Shape } from './shape.ts'

/**
 * What a tensor is: a `kernel` is regularised and decays; `bias` and `scale` are trained without; a `statistic` is
 * counted along while training and never has a gradient.
 */
export type ParameterRole = 'kernel' | 'bias' | 'scale' | 'statistic'

export interface ParameterInfo {
  /** `layer.tensor`, for example `0.kernel`; inside a residual block `3.1.kernel` and `3.shortcut.0.kernel`. */
  readonly name: string
  readonly shape: Shape
  readonly role: ParameterRole
  /** Whether a training step moves it: no statistic, and its layer is not frozen. */
  readonly isTrained: boolean
  readonly initializer: ResolvedInitializer
}

/** Whether a layer's tensors are trained, if it has any. */
export const isTrainable = (spec: LayerSpec): boolean => !('trainable' in spec) || spec.trainable

/** The layer with everything in it frozen. */
export const frozen = <S extends LayerSpec>(spec: S): S => ('trainable' in spec ? { ...spec, trainable: false } : spec)

/**
 * The tensors of a layer in storage order, without those of the layers inside it.
 * dense (I, O); conv2d (K, K, C, F); depthwiseConv2d (K, K, C); recurrent (I, U) and (U, U); each with its bias.
 * Normalisations: gamma, beta and, for batchNorm, movingMean and movingVariance.
 */
export function parametersOf(spec: LayerSpec, input: Shape, name: string): ParameterInfo[] {
  const last = input.at(-1) ?? 1
  const tensor = (
    tensorName: string,
    shape: Shape,
    role: ParameterRole,
    initializer: ResolvedInitializer,
  ): ParameterInfo => {
    const isTrained = role !== 'statistic' && isTrainable(spec)
    return { name: `${name}.${tensorName}`, shape, role, isTrained, initializer }
  }
  switch (spec.type) {
    case 'dense':
      return weighted(spec, [sizeOf(input), spec.units])
    case 'conv2d':
      return weighted(spec, [spec.kernelSize, spec.kernelSize, last, spec.filters])
    case 'depthwiseConv2d':
      return weighted(spec, [spec.kernelSize, spec.kernelSize, last])
    case 'recurrent': {
      const { units, recurrentInitializer } = spec
      const [kernel, ...bias] = weighted(spec, [last, units])
      const recurrent = resolveInitializer(recurrentInitializer, spec)
      return kernel ? [kernel, tensor('recurrentKernel', [units, units], 'kernel', recurrent), ...bias] : []
    }
    case 'batchNorm':
      return [
        ...normalized(),
        tensor('movingMean', [last], 'statistic', 'zeros'),
        tensor('movingVariance', [last], 'statistic', 'ones'),
      ]
    case 'layerNorm':
      return normalized()
    default:
      return []
  }

  function weighted(layer: Weighted, shape: Shape): ParameterInfo[] {
    const { kernelInitializer, biasInitializer, useBias } = layer
    const kernel = tensor('kernel', shape, 'kernel', resolveInitializer(kernelInitializer, layer))
    const bias = tensor('bias', shape.slice(-1), 'bias', biasInitializer === 'auto' ? 'zeros' : biasInitializer)
    return useBias ? [kernel, bias] : [kernel]
  }
  function normalized(): ParameterInfo[] {
    return [tensor('gamma', [last], 'scale', 'ones'), tensor('beta', [last], 'bias', 'zeros')]
  }
}

interface Weighted {
  readonly type: string
  readonly activation: string
  readonly kernelInitializer: Initializer
  readonly biasInitializer: Initializer
  readonly useBias: boolean
}
