import type { LayerInfo } from '../spec/shapes.ts'
import { activate, derivative } from './activations.ts'
import { at, concat } from './array.ts'
import { conv2dBackward, conv2dForward, convolutionShape } from './conv2d.ts'
import { denseBackward, denseForward } from './dense.ts'
import { dropoutBackward, dropoutForward } from './dropout.ts'
import { maxPool2dBackward, maxPool2dForward, poolShape } from './maxPool2d.ts'
import { softmax } from './softmax.ts'

/** What one layer saw and made of it. */
export interface LayerTrace {
  readonly x: Float64Array
  /** Before the activation; equal to `a` for layers without one. */
  readonly z: Float64Array
  readonly a: Float64Array
  /** Dropout: 1 kept, 0 dropped; null leaves everything, as in predicting. */
  readonly mask: Float64Array | null
}

/** @param parameters the layer's kernel, then its bias */
export function layerForward(
  info: LayerInfo,
  parameters: Float64Array,
  x: Float64Array,
  mask: Float64Array | null,
): LayerTrace {
  const { spec } = info
  const [kernel, bias] = kernelAndBias(info, parameters)
  switch (spec.type) {
    case 'dense':
      return activated(denseForward(x, kernel, bias))
    case 'conv2d':
      return activated(conv2dForward(x, kernel, bias, convolutionShape(spec, info.inputShape, info.outputShape)))
    case 'maxPool2d':
      return plain(maxPool2dForward(x, poolShape(spec, info.inputShape, info.outputShape)))
    case 'flatten':
      return plain(x)
    case 'dropout':
      return plain(mask ? dropoutForward(x, mask, spec.rate) : x)
    default:
      throw new RangeError(`The reference has no ${spec.type}.`)
  }

  function plain(z: Float64Array): LayerTrace {
    return { x, z, a: z, mask }
  }
  function activated(z: Float64Array): LayerTrace {
    const activation = spec.type === 'dense' || spec.type === 'conv2d' ? spec.activation : 'linear'
    const a = activation === 'softmax' ? softmax(z, bias.length) : z.map((value) => activate(activation, value))
    return { x, z, a, mask }
  }
}

export interface LayerGradients {
  readonly dx: Float64Array
  /** Kernel, then bias. */
  readonly parameters: Float64Array
}

/** From delta = ∂C/∂z of the layer (∂C/∂a where it has no activation). */
export function layerBackward(
  info: LayerInfo,
  parameters: Float64Array,
  trace: LayerTrace,
  delta: Float64Array,
): LayerGradients {
  const { spec } = info
  const [kernel] = kernelAndBias(info, parameters)
  const none = new Float64Array(0)
  switch (spec.type) {
    case 'dense': {
      const { dx, dw, db } = denseBackward(trace.x, kernel, delta, spec.units)
      return { dx, parameters: concat(dw, db) }
    }
    case 'conv2d': {
      const shape = convolutionShape(spec, info.inputShape, info.outputShape)
      const { dx, dw, db } = conv2dBackward(trace.x, kernel, delta, shape)
      return { dx, parameters: concat(dw, db) }
    }
    case 'maxPool2d':
      return {
        dx: maxPool2dBackward(trace.x, delta, poolShape(spec, info.inputShape, info.outputShape)),
        parameters: none,
      }
    case 'flatten':
      return { dx: delta, parameters: none }
    case 'dropout':
      return { dx: trace.mask ? dropoutBackward(delta, trace.mask, spec.rate) : delta, parameters: none }
    default:
      throw new RangeError(`The reference has no ${spec.type}.`)
  }
}

/** ∂C/∂z = ∂C/∂a · f′(z) for every activation but softmax. */
export function throughActivation(info: LayerInfo, trace: LayerTrace, da: Float64Array): Float64Array {
  const { spec } = info
  if (spec.type !== 'dense' && spec.type !== 'conv2d') return da
  const { activation } = spec
  return da.map((value, i) => value * derivative(activation, at(trace.a, i)))
}

function kernelAndBias(
  { parameters: infos, parameterCount }: LayerInfo,
  parameters: Float64Array,
): [Float64Array, Float64Array] {
  const biasLength = infos[1]?.shape[0] ?? 0
  return [parameters.subarray(0, parameterCount - biasLength), parameters.subarray(parameterCount - biasLength)]
}
