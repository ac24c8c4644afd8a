import type { Conv2dLayer } from '../spec/network.ts'
import { paddingBefore, type Shape } from '../spec/shapes.ts'
import type * as z from 'zod'
import { addAt, at } from './array.ts'
import type { ParameterGradients } from './dense.ts'

export interface ConvolutionShape {
  /** Input: height, width, channels. */
  readonly H: number
  readonly W: number
  readonly C: number
  /** Output: height, width, filters. */
  readonly OH: number
  readonly OW: number
  readonly F: number
  /** Side of the kernel. */
  readonly K: number
  readonly stride: number
  readonly padTop: number
  readonly padLeft: number
}

export function convolutionShape(spec: z.infer<typeof Conv2dLayer>, input: Shape, output: Shape): ConvolutionShape {
  const [H = NaN, W = NaN, C = NaN] = input
  const [OH = NaN, OW = NaN, F = NaN] = output
  const { kernelSize: K, strides: stride, padding } = spec
  const padTop = paddingBefore(H, K, stride, padding)
  const padLeft = paddingBefore(W, K, stride, padding)
  return { H, W, C, OH, OW, F, K, stride, padTop, padLeft }
}

/**
 * Convolution as networks use the word: cross-correlation, the kernel is not turned (Dumoulin and Visin 2016).
 * x: (B, H, W, C)  w: (K, K, C, F)  b: (F)  →  z: (B, OH, OW, F)
 */
export function conv2dForward(
  x: Float64Array,
  w: Float64Array,
  b: Float64Array,
  shape: ConvolutionShape,
): Float64Array {
  const { H, W, C, OH, OW, F } = shape
  const B = x.length / (H * W * C)
  const z = new Float64Array(B * OH * OW * F).map((_, i) => at(b, i % F))
  eachProduct(B, shape, (xi, wi, zi) => {
    addAt(z, zi, at(x, xi) * at(w, wi))
  })
  return z
}

/** delta: (B, OH, OW, F). Every product x·w of the forward pass gives its share to dx and dw. */
export function conv2dBackward(
  x: Float64Array,
  w: Float64Array,
  delta: Float64Array,
  shape: ConvolutionShape,
): ParameterGradients {
  const { H, W, C, F } = shape
  const dx = new Float64Array(x.length)
  const dw = new Float64Array(w.length)
  const db = new Float64Array(F)
  delta.forEach((d, i) => {
    addAt(db, i % F, d)
  })
  eachProduct(x.length / (H * W * C), shape, (xi, wi, zi) => {
    addAt(dx, xi, at(delta, zi) * at(w, wi))
    addAt(dw, wi, at(delta, zi) * at(x, xi))
  })
  return { dx, dw, db }
}

/** Calls `visit` for each x[xi]·w[wi] that is part of z[zi]; what lies outside the picture is 0 and left out. */
function eachProduct(B: number, shape: ConvolutionShape, visit: (xi: number, wi: number, zi: number) => void): void {
  const { H, W, C, OH, OW, F, K, stride, padTop, padLeft } = shape
  for (let n = 0; n < B; n++)
    for (let oy = 0; oy < OH; oy++)
      for (let ox = 0; ox < OW; ox++)
        for (let ky = 0; ky < K; ky++)
          for (let kx = 0; kx < K; kx++) {
            const y = oy * stride - padTop + ky
            const x = ox * stride - padLeft + kx
            if (y < 0 || y >= H || x < 0 || x >= W) continue
            for (let c = 0; c < C; c++)
              for (let f = 0; f < F; f++)
                visit(((n * H + y) * W + x) * C + c, ((ky * K + kx) * C + c) * F + f, ((n * OH + oy) * OW + ox) * F + f)
          }
}
