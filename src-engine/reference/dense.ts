import { addAt, at } from './array.ts'

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
  for (let n = 0; n < B; n++)
    for (let o = 0; o < O; o++) {
      let sum = at(b, o)
      for (let i = 0; i < I; i++) sum += at(x, n * I + i) * at(w, i * O + o)
      z[n * O + o] = sum
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
  for (let n = 0; n < B; n++)
    for (let o = 0; o < O; o++) {
      const d = at(delta, n * O + o)
      addAt(db, o, d)
      for (let i = 0; i < I; i++) {
        addAt(dx, n * I + i, d * at(w, i * O + o))
        addAt(dw, i * O + o, d * at(x, n * I + i))
      }
    }
  return { dx, dw, db }
}
