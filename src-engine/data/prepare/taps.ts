/** For every output sample, the run of input samples it is a weighted mean of. */
export interface Taps {
  /** First input sample of output i. */
  first: Int32Array
  /** Number of input samples of output i. */
  count: Int32Array
  /** Weights of output i from i * stride on; they add up to one. */
  weights: Float64Array
  stride: number
}

/**
 * Weights that resample a line of `input` samples to `output` samples with a triangle filter.
 *
 * The filter is one input sample wide to each side when growing, which is bilinear interpolation between pixel centres,
 * and input/output samples wide when shrinking, so that every input sample counts (antialiasing). Same definition as
 * Pillow's `resize(…, BILINEAR)`: Pillow, src/libImaging/Resample.c, `precompute_coeffs`.
 */
export function triangleTaps(input: number, output: number): Taps {
  const scale = input / output
  const support = Math.max(1, scale)
  const stride = Math.ceil(support) * 2 + 1
  const taps: Taps = {
    first: new Int32Array(output),
    count: new Int32Array(output),
    weights: new Float64Array(output * stride),
    stride,
  }
  for (let i = 0; i < output; i++) {
    const centre = (i + 0.5) * scale
    const first = Math.max(0, Math.floor(centre - support + 0.5))
    const end = Math.min(input, Math.floor(centre + support + 0.5))
    let sum = 0
    for (let j = first; j < end; j++) {
      const weight = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / support)
      taps.weights[i * stride + j - first] = weight
      sum += weight
    }
    for (let k = 0; k < end - first; k++) taps.weights[i * stride + k]! /= sum
    taps.first[i] = first
    taps.count[i] = end - first
  }
  return taps
}
