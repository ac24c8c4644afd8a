import { addAt, at } from './array.ts'
import type { NormGradients } from './batchNorm.ts'

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016) over the channels of each position, as Keras does on its last axis:
 * y = γ·x̂ + β, x̂ = (x − mean) / √(variance + ε) with the row's own mean and variance 1/C Σ (x − mean)².
 * x: (…, C)  γ, β: (C)  →  y: (…, C)
 */
export function layerNormForward(
  x: Float64Array,
  gamma: Float64Array,
  beta: Float64Array,
  epsilon: number,
): Float64Array {
  const C = gamma.length
  const { xhat } = standardize(x, C, epsilon)
  return xhat.map((value, i) => at(gamma, i % C) * value + at(beta, i % C))
}

/**
 * dγ = Σ δ·x̂,  dβ = Σ δ over the rows; with g = γ·δ in each row
 * dx = (g − mean(g) − x̂·mean(g·x̂)) / √(variance + ε)
 * delta: (…, C)
 */
export function layerNormBackward(
  x: Float64Array,
  gamma: Float64Array,
  delta: Float64Array,
  epsilon: number,
): NormGradients {
  const C = gamma.length
  const { xhat, deviation } = standardize(x, C, epsilon)
  const dx = new Float64Array(x.length)
  const dgamma = new Float64Array(C)
  const dbeta = new Float64Array(C)
  for (let row = 0; row < x.length; row += C) {
    let meanOfG = 0
    let meanOfGx = 0
    for (let c = 0; c < C; c++) {
      const d = at(delta, row + c)
      addAt(dgamma, c, d * at(xhat, row + c))
      addAt(dbeta, c, d)
      meanOfG += (at(gamma, c) * d) / C
      meanOfGx += (at(gamma, c) * d * at(xhat, row + c)) / C
    }
    for (let c = 0; c < C; c++) {
      const g = at(gamma, c) * at(delta, row + c)
      dx[row + c] = (g - meanOfG - at(xhat, row + c) * meanOfGx) / at(deviation, row / C)
    }
  }
  return { dx, dgamma, dbeta }
}

/** x̂ of each row, and √(variance + ε) of each row. */
function standardize(x: Float64Array, C: number, epsilon: number) {
  const deviation = new Float64Array(x.length / C)
  const xhat = new Float64Array(x.length)
  for (let row = 0; row < x.length; row += C) {
    let mean = 0
    let variance = 0
    for (let c = 0; c < C; c++) mean += at(x, row + c) / C
    for (let c = 0; c < C; c++) variance += (at(x, row + c) - mean) ** 2 / C
    const root = Math.sqrt(variance + epsilon)
    deviation[row / C] = root
    for (let c = 0; c < C; c++) xhat[row + c] = (at(x, row + c) - mean) / root
  }
  return { xhat, deviation }
}
