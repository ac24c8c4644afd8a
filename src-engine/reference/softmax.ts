import { at } from './array.ts'

/**
 * p_k = e^(z_k) / Σ_j e^(z_j), row by row; the row's maximum is taken off first, which changes nothing but overflow.
 * @param z (rows, classes)
 * @returns p (rows, classes)
 */
export function softmax(z: Float64Array, classes: number): Float64Array {
  const p = new Float64Array(z.length)
  for (let row = 0; row < z.length; row += classes) {
    const logSum = logSumExp(z.subarray(row, row + classes))
    for (let k = 0; k < classes; k++) p[row + k] = Math.exp(at(z, row + k) - logSum)
  }
  return p
}

/** ln Σ_k e^(z_k) */
export function logSumExp(z: Float64Array): number {
  const largest = Math.max(...z)
  return largest + Math.log(z.reduce((sum, value) => sum + Math.exp(value - largest), 0))
}

/**
 * ∂C/∂z from g = ∂C/∂p through the Jacobian ∂p_j/∂z_k = p_j([j = k] − p_k): delta_k = p_k (g_k − Σ_j g_j p_j).
 */
export function softmaxBackward(p: Float64Array, g: Float64Array, classes: number): Float64Array {
  const delta = new Float64Array(p.length)
  for (let row = 0; row < p.length; row += classes) {
    let mean = 0
    for (let k = 0; k < classes; k++) mean += at(g, row + k) * at(p, row + k)
    for (let k = 0; k < classes; k++) delta[row + k] = at(p, row + k) * (at(g, row + k) - mean)
  }
  return delta
}
