import { convolutionWindow } from '../spec/output-shape.ts'
import { paddingBefore, type Shape } from '../spec/shapes.ts'

export interface ConvolutionShape {
  /** Input: height, width, channels. */
  readonly H: number
  readonly W: number
  readonly C: number
  /** Output: height, width, filters. */
  readonly OH: number
  readonly OW: number
  readonly F: number
  /** Side of the kernel, and the distance of its neighbours on the picture. */
  readonly K: number
  readonly dilation: number
  readonly stride: number
  readonly padTop: number
  readonly padLeft: number
}

export function convolutionShape(
  spec: Parameters<typeof convolutionWindow>[0],
  input: Shape,
  output: Shape,
): ConvolutionShape {
  const [H = NaN, W = NaN, C = NaN] = input
  const [OH = NaN, OW = NaN, F = NaN] = output
  const { size: K, stride, padding, dilation } = convolutionWindow(spec)
  const padTop = paddingBefore(H, K, stride, padding, dilation)
  const padLeft = paddingBefore(W, K, stride, padding, dilation)
  return { H, W, C, OH, OW, F, K, dilation, stride, padTop, padLeft }
}

/**
 * Calls `visit` for each pixel under the kernel of each output pixel: where its channels begin in x, the place under the
 * kernel (ky·K + kx), and where the filters begin in z. What lies outside the picture is 0 and left out.
 */
export function eachPixelPair(
  B: number,
  shape: ConvolutionShape,
  visit: (xi: number, place: number, zi: number) => void,
): void {
  const { H, W, C, OH, OW, F, K, stride, dilation, padTop, padLeft } = shape
  for (let n = 0; n < B; n++)
    for (let oy = 0; oy < OH; oy++)
      for (let ox = 0; ox < OW; ox++)
        for (let ky = 0; ky < K; ky++)
          for (let kx = 0; kx < K; kx++) {
            const y = oy * stride - padTop + ky * dilation
            const x = ox * stride - padLeft + kx * dilation
            if (y < 0 || y >= H || x < 0 || x >= W) continue
            visit(((n * H + y) * W + x) * C, ky * K + kx, ((n * OH + oy) * OW + ox) * F)
          }
}
