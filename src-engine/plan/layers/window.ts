import type * as z from 'zod'
import type { Conv2dLayer, DenseLayer } from '../../spec/network.ts'
import { convolutionWindow } from '../../spec/output-shape.ts'
import { paddingBefore, sizeOf, type LayerInfo } from '../../spec/shapes.ts'

export type ProductSpec = z.infer<typeof Conv2dLayer> | z.infer<typeof DenseLayer>

/** What a layer of products looks at: a dense layer is a 1×1 kernel on a 1×1 picture. */
export interface Window {
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly outHeight: number
  readonly outWidth: number
  readonly filters: number
  readonly kernelSize: number
  readonly stride: number
  readonly dilation: number
  readonly padTop: number
  readonly padLeft: number
  /** 1: the biases are one more row of the weights. */
  readonly bias: number
}

export function windowOf(info: LayerInfo, spec: ProductSpec): Window {
  const bias = spec.useBias ? 1 : 0
  if (spec.type === 'dense') {
    const point = { height: 1, width: 1, outHeight: 1, outWidth: 1, kernelSize: 1, stride: 1, dilation: 1 }
    return { ...point, padTop: 0, padLeft: 0, channels: sizeOf(info.inputShape), filters: spec.units, bias }
  }
  const [height = 1, width = 1, channels = 1] = info.inputShape
  const [outHeight = 1, outWidth = 1] = info.outputShape
  const { size: kernelSize, stride, padding, dilation } = convolutionWindow(spec)
  const padTop = paddingBefore(height, kernelSize, stride, padding, dilation)
  const padLeft = paddingBefore(width, kernelSize, stride, padding, dilation)
  const sides = { height, width, channels, outHeight, outWidth, filters: spec.filters }
  return { ...sides, kernelSize, stride, dilation, padTop, padLeft, bias }
}
