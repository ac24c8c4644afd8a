import type { LayerSpec } from './network.ts'
import { sizeOf, type Shape } from './shape.ts'
import { SpecError } from './spec-error.ts'
import { placesOf, type Window } from './window.ts'

/**
 * The shape one layer makes of its input; a residual block is built of its parts in `residual.ts`.
 * @param path JSON path of the layer
 * @throws {SpecError} when the layer cannot follow.
 */
export function outputShapeOf(spec: Exclude<LayerSpec, { type: 'residual' }>, input: Shape, path: string): Shape {
  switch (spec.type) {
    case 'dense':
      if (input.length !== 1)
        throw new SpecError(
          path,
          `A dense layer needs a flat input, not ${input.join('×')}.`,
          'Put a flatten layer before it.',
        )
      return [spec.units]
    case 'conv2d':
      return [...windowed(convolutionWindow(spec), `${path}.kernelSize`), spec.filters]
    case 'depthwiseConv2d':
      return [...windowed(convolutionWindow(spec), `${path}.kernelSize`), picture()[2]]
    case 'maxPool2d':
    case 'averagePool2d':
      return [...windowed(poolWindow(spec), `${path}.poolSize`), picture()[2]]
    case 'globalAveragePool2d':
    case 'globalMaxPool2d':
      return [picture()[2]]
    case 'flatten':
      return [sizeOf(input)]
    case 'reshape':
      if (sizeOf(spec.targetShape) !== sizeOf(input))
        throw new SpecError(
          `${path}.targetShape`,
          `The input ${input.join('×')} holds ${sizeOf(input)} numbers, ${spec.targetShape.join('×')} would hold ${sizeOf(spec.targetShape)}.`,
          'Choose sides whose product is the same.',
        )
      return spec.targetShape
    case 'recurrent': {
      const [time, features] = input
      if (time === undefined || features === undefined || input.length !== 2)
        throw new SpecError(
          path,
          `A recurrent layer needs time × features, not ${input.join('×')}.`,
          'Put a reshape layer before it.',
        )
      return spec.returnSequences ? [time, spec.units] : [spec.units]
    }
    case 'activation':
    case 'batchNorm':
    case 'layerNorm':
    case 'dropout':
      return input
  }

  function picture(): readonly [number, number, number] {
    const [height, width, channels] = input
    if (height === undefined || width === undefined || channels === undefined)
      throw new SpecError(
        path,
        `This layer needs height × width × channels, not ${input.join('×')}.`,
        'Put it before the flatten layer.',
      )
    return [height, width, channels]
  }

  function windowed(window: Window, sizePath: string): [number, number] {
    const [height, width] = picture()
    return [placesOf(height, window, sizePath, 'height'), placesOf(width, window, sizePath, 'width')]
  }
}

/** The window of a convolution's spec. */
export const convolutionWindow = (spec: {
  readonly kernelSize: number
  readonly strides: number
  readonly padding: Window['padding']
  readonly dilationRate: number
}): Window => ({
  size: spec.kernelSize,
  stride: spec.strides,
  padding: spec.padding,
  dilation: spec.dilationRate,
})

/** The window of a pooling layer's spec. */
export const poolWindow = (spec: {
  readonly poolSize: number
  readonly strides?: number | undefined
  readonly padding: Window['padding']
}): Window => ({ size: spec.poolSize, stride: spec.strides ?? spec.poolSize, padding: spec.padding, dilation: 1 })
