import { addScaled, at, dot } from './array.ts'

/** Gradients of a layer with parameters. */
export interface ParameterGradients {
  /** ∂C/∂x, shaped like the input. */
  readonly dx: Float64Array
  readonly dw: Float64Array
  readonly db: Float64Array
}

/**
 * z = x·w + b.
 * x: (B, I)  w: (I, O)  b: (O)  →  z: (B, O)
 */
export function denseForward(x: Float64Array, w: Float64Array, b: Float64Array): Float64Array {
  const O = b.length
  const I = w.length / O
  const B = x.length / I
  const z = new Float64Array(B * O)
  for (let n = 0; n < B; n++) {
    z.set(b, n * O)
    for (let i = 0; i < I; i++) addScaled(z, n * O, at(x, n * I + i), w, i * O, O)
  }
  return z
}

/**
 * dx = delta·wᵀ, dw = xᵀ·delta, db = Σ over the batch of delta.
 * delta: (B, O)
 */
export function denseBackward(x: Float64Array, w: Float64Array, delta: Float64Array, O: number): ParameterGradients {
  const I = w.length / O
  const B = x.length / I
  const dx = new Float64Array(B * I)
  const dw = new Float64Array(I * O)
  const db = new Float64Array(O)
  for (let n = 0; n < B; n++) {
    addScaled(db, 0, 1, delta, n * O, O)
    for (let i = 0; i < I; i++) {
      dx[n * I + i] = dot(delta, n * O, w, i * O, O)
      addScaled(dw, i * O, at(x, n * I + i), delta, n * O, O)
    }
  }
  return { dx, dw, db }
}
