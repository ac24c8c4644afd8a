import { addAt, addScaled, at, dot } from './array.ts'
import { eachPixelPair, type ConvolutionShape } from './convolution.ts'
import type { ParameterGradients } from './dense.ts'

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
  eachPixelPair(B, shape, (xi, place, zi) => {
    const wi = place * C * F
    for (let c = 0; c < C; c++) addScaled(z, zi, at(x, xi + c), w, wi + c * F, F)
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
  eachPixelPair(x.length / (H * W * C), shape, (xi, place, zi) => {
    const wi = place * C * F
    for (let c = 0; c < C; c++) {
      addAt(dx, xi + c, dot(delta, zi, w, wi + c * F, F))
      addScaled(dw, wi + c * F, at(x, xi + c), delta, zi, F)
    }
  })
  return { dx, dw, db }
}
