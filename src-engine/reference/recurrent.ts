import { alphaOf, type Activation } from '../spec/activation.ts'
import type { LayerSpec } from '../spec/network.ts'
import type { Shape } from '../spec/shapes.ts'
import { activate, derivative } from './activations.ts'
import { addAt, at } from './array.ts'
import type { Tensors } from './tensors.ts'

/** Sizes and activation of a recurrent layer. */
export interface RecurrentShape {
  /** Steps in time, features of each, units. */
  readonly T: number
  readonly I: number
  readonly U: number
  readonly activation: Activation
  readonly alpha: number
}

export function recurrentShape(spec: Extract<LayerSpec, { type: 'recurrent' }>, input: Shape): RecurrentShape {
  const [T = NaN, I = NaN] = input
  return { T, I, U: spec.units, activation: spec.activation, alpha: alphaOf(spec) }
}

/** x·W + h·U + b with W: (I, U), U: (U, U), b: (U). */
export interface RecurrentParameters {
  readonly w: Float64Array
  readonly u: Float64Array
  readonly b: Float64Array
}

export const recurrentParameters = (tensors: Tensors, units: number): RecurrentParameters => ({
  w: tensors.get('kernel'),
  u: tensors.get('recurrentKernel'),
  b: tensors.bias(units),
})

export interface RecurrentTrace {
  /** z_t before the activation, and h_t, for every step in time: (B, T, U). */
  readonly z: Float64Array
  readonly h: Float64Array
}

/**
 * Elman's simple recurrent layer (Elman 1990; Keras' SimpleRNN): z_t = x_t·W + h_(t−1)·U + b,  h_t = f(z_t),  h_0 = 0.
 * x: (B, T, I)  →  h: (B, T, U)
 */
export function recurrentForward(
  x: Float64Array,
  { w, u, b }: RecurrentParameters,
  shape: RecurrentShape,
): RecurrentTrace {
  const { T, I, U, activation, alpha } = shape
  const B = x.length / (T * I)
  const z = new Float64Array(B * T * U)
  const h = new Float64Array(B * T * U)
  for (let n = 0; n < B; n++)
    for (let t = 0; t < T; t++) {
      const now = n * T + t
      for (let j = 0; j < U; j++) {
        let sum = at(b, j)
        for (let i = 0; i < I; i++) sum += at(x, now * I + i) * at(w, i * U + j)
        for (let k = 0; k < U && t > 0; k++) sum += at(h, (now - 1) * U + k) * at(u, k * U + j)
        z[now * U + j] = sum
        h[now * U + j] = activate(activation, sum, alpha)
      }
    }
  return { z, h }
}

export interface RecurrentGradients {
  readonly dx: Float64Array
  readonly dw: Float64Array
  readonly du: Float64Array
  readonly db: Float64Array
}

/**
 * Backpropagation through time (Werbos 1990), from the last step to the first: what reaches h_t is its own share plus
 * what δ_(t+1) sends back through U; δ_t = (∂C/∂h_t + U·δ_(t+1)) · f′(z_t).
 * @param dh ∂C/∂h_t of what the layer gave out at every step, (B, T, U)
 */
export function recurrentBackward(
  x: Float64Array,
  { w, u }: RecurrentParameters,
  { z, h }: RecurrentTrace,
  dh: Float64Array,
  shape: RecurrentShape,
): RecurrentGradients {
  const { T, I, U, activation, alpha } = shape
  const dx = new Float64Array(x.length)
  const dw = new Float64Array(w.length)
  const du = new Float64Array(u.length)
  const db = new Float64Array(U)
  const reaching = Float64Array.from(dh)
  for (let n = 0; n < x.length / (T * I); n++)
    for (let t = T - 1; t >= 0; t--) {
      const now = n * T + t
      for (let j = 0; j < U; j++) {
        const here = now * U + j
        const delta = at(reaching, here) * derivative(activation, at(h, here), at(z, here), alpha)
        addAt(db, j, delta)
        for (let i = 0; i < I; i++) {
          addAt(dw, i * U + j, delta * at(x, now * I + i))
          addAt(dx, now * I + i, delta * at(w, i * U + j))
        }
        for (let k = 0; k < U && t > 0; k++) {
          addAt(du, k * U + j, delta * at(h, (now - 1) * U + k))
          addAt(reaching, (now - 1) * U + k, delta * at(u, k * U + j))
        }
      }
    }
  return { dx, dw, du, db }
}

/** h_T alone. (B, T, U)  →  (B, U) */
export function lastStep(h: Float64Array, { T, U }: RecurrentShape): Float64Array {
  return h.filter((_, i) => Math.floor(i / U) % T === T - 1)
}

/** The way back: what reaches the last step, and nothing at the others. (B, U)  →  (B, T, U) */
export function atLastStep(delta: Float64Array, { T, U }: RecurrentShape): Float64Array {
  const dh = new Float64Array(delta.length * T)
  for (let row = 0; row * U < delta.length; row++) dh.set(delta.subarray(row * U, (row + 1) * U), (row * T + T - 1) * U)
  return dh
}
