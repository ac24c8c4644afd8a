import type { Activation, LayerSpec, NetworkSpec } from './network.ts'

/** Shape of one example without the batch, channels last. */
export type Shape = readonly number[]

export interface ParameterInfo {
  /** `layer.tensor`, for example `0.kernel`. */
  readonly name: string
  readonly shape: Shape
}

export interface LayerInfo {
  readonly spec: LayerSpec
  readonly inputShape: Shape
  readonly outputShape: Shape
  /** Trainable tensors in storage order: kernel then bias. */
  readonly parameters: readonly ParameterInfo[]
  readonly parameterCount: number
}

/** A spec that no network can be built from; `path` is the JSON path of the culprit inside the network. */
export class SpecError extends Error {
  readonly path: string
  readonly hint: string
  constructor(path: string, message: string, hint: string) {
    super(message)
    this.name = 'SpecError'
    this.path = path
    this.hint = hint
  }
}

/** A network may hold at most this many parameters: the 32-bit kernel memory ends there. */
export const MAX_PARAMETERS = 100_000_000

export const sizeOf = (shape: Shape): number => shape.reduce((product, side) => product * side, 1)

/**
 * Infers the shape after every layer.
 * conv2d (Keras): `same` → ceil(in / stride); `valid` → floor((in − kernel) / stride) + 1.
 * maxPool2d: floor((in − pool) / stride) + 1, stride = pool unless given.
 * @throws {SpecError} naming the layer that cannot follow the one before it.
 */
export function inferShapes(network: NetworkSpec): LayerInfo[] {
  const infos: LayerInfo[] = []
  let shape: Shape = network.input
  let total = 0
  for (const [index, spec] of network.layers.entries()) {
    const path = `layers[${index}]`
    if (activationOf(spec) === 'softmax' && index !== network.layers.length - 1)
      throw new SpecError(`${path}.activation`, 'Softmax is only possible on the last layer.', 'Use relu here.')
    const outputShape = outputShapeOf(spec, shape, path)
    const parameters = parametersOf(spec, shape, index)
    const parameterCount = parameters.reduce((sum, parameter) => sum + sizeOf(parameter.shape), 0)
    total += parameterCount
    if (total > MAX_PARAMETERS)
      throw new SpecError(
        path,
        `The network would have more than ${MAX_PARAMETERS} parameters.`,
        'Use fewer units, or pool more before this layer.',
      )
    infos.push({ spec, inputShape: shape, outputShape, parameters, parameterCount })
    shape = outputShape
  }
  return infos
}

export function activationOf(spec: LayerSpec): Activation | undefined {
  return spec.type === 'dense' || spec.type === 'conv2d' ? spec.activation : undefined
}

/** Zeros put around a picture by a convolution, top/left; Keras puts the odd one at the bottom/right. */
export function paddingBefore(input: number, kernel: number, stride: number, padding: 'same' | 'valid'): number {
  if (padding === 'valid') return 0
  const output = Math.ceil(input / stride)
  return Math.floor(Math.max((output - 1) * stride + kernel - input, 0) / 2)
}

function outputShapeOf(spec: LayerSpec, input: Shape, path: string): Shape {
  switch (spec.type) {
    case 'dense':
      if (input.length !== 1)
        throw new SpecError(
          path,
          `A dense layer needs a flat input, not ${input.join('×')}.`,
          'Put a flatten layer before it.',
        )
      return [spec.units]
    case 'conv2d': {
      const [height, width] = picture(input, path)
      const side = (length: number, axis: string): number => {
        if (spec.padding === 'same') return Math.ceil(length / spec.strides)
        return window(length, spec.kernelSize, spec.strides, `${path}.kernelSize`, axis)
      }
      return [side(height, 'height'), side(width, 'width'), spec.filters]
    }
    case 'maxPool2d': {
      const [height, width, channels] = picture(input, path)
      const stride = spec.strides ?? spec.poolSize
      const side = (length: number, axis: string): number =>
        window(length, spec.poolSize, stride, `${path}.poolSize`, axis)
      return [side(height, 'height'), side(width, 'width'), channels]
    }
    case 'flatten':
      return [sizeOf(input)]
    case 'dropout':
      return input
  }
}

function window(length: number, size: number, stride: number, path: string, axis: string): number {
  if (size > length)
    throw new SpecError(
      path,
      `A window of ${size} does not fit into a ${axis} of ${length}.`,
      'Make it smaller, or pool less before it.',
    )
  return Math.floor((length - size) / stride) + 1
}

function picture(input: Shape, path: string): readonly [number, number, number] {
  const [height, width, channels] = input
  if (height === undefined || width === undefined || channels === undefined)
    throw new SpecError(
      path,
      `This layer needs height × width × channels, not ${input.join('×')}.`,
      'Put it before the flatten layer.',
    )
  return [height, width, channels]
}

function parametersOf(spec: LayerSpec, input: Shape, index: number): ParameterInfo[] {
  const pair = (kernel: Shape, bias: number): ParameterInfo[] => [
    { name: `${index}.kernel`, shape: kernel },
    { name: `${index}.bias`, shape: [bias] },
  ]
  if (spec.type === 'dense') return pair([sizeOf(input), spec.units], spec.units)
  if (spec.type === 'conv2d') return pair([spec.kernelSize, spec.kernelSize, input[2] ?? 1, spec.filters], spec.filters)
  return []
}
