import { addAt, at } from './array.ts'
import { eachPixelPair, type ConvolutionShape } from './convolution.ts'
import type { ParameterGradients } from './dense.ts'

/**
 * One kernel for each channel, which looks at that channel only (Chollet 2017, with depth multiplier 1).
 * x: (B, H, W, C)  w: (K, K, C)  b: (C)  →  z: (B, OH, OW, C)
 */
export function depthwiseConv2dForward(
  x: Float64Array,
  w: Float64Array,
  b: Float64Array,
  shape: ConvolutionShape,
): Float64Array {
  const { H, W, C, OH, OW } = shape
  const B = x.length / (H * W * C)
  const z = new Float64Array(B * OH * OW * C).map((_, i) => at(b, i % C))
  eachPixelPair(B, shape, (xi, place, zi) => {
    for (let c = 0; c < C; c++) addAt(z, zi + c, at(x, xi + c) * at(w, place * C + c))
  })
  return z
}

/** delta: (B, OH, OW, C). Every product x·w of the forward pass gives its share to dx and dw. */
export function depthwiseConv2dBackward(
  x: Float64Array,
  w: Float64Array,
  delta: Float64Array,
  shape: ConvolutionShape,
): ParameterGradients {
  const { H, W, C } = shape
  const dx = new Float64Array(x.length)
  const dw = new Float64Array(w.length)
  const db = new Float64Array(C)
  delta.forEach((d, i) => {
    addAt(db, i % C, d)
  })
  eachPixelPair(x.length / (H * W * C), shape, (xi, place, zi) => {
    for (let c = 0; c < C; c++) {
      addAt(dx, xi + c, at(delta, zi + c) * at(w, place * C + c))
      addAt(dw, place * C + c, at(delta, zi + c) * at(x, xi + c))
    }
  })
  return { dx, dw, db }
}
