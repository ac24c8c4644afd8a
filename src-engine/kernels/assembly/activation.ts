import { RELU, SIGMOID, TANH } from './layout'
import { sigmoid4, tanh4 } from './math'

/** a = f(z). `pmax` keeps a NaN. */
export function activate(activation: u32, z: v128): v128 {
  if (activation == RELU) return f32x4.pmax(z, f32x4.splat(0))
  if (activation == SIGMOID) return sigmoid4(z)
  if (activation == TANH) return tanh4(z)
  return z
}

/** delta · f′(z), with f′ written by the activation's value a = f(z): 1, [a > 0], a(1 − a), 1 − a². */
export function throughActivation(activation: u32, a: v128, delta: v128): v128 {
  if (activation == RELU) return v128.and(delta, f32x4.gt(a, f32x4.splat(0)))
  if (activation == SIGMOID) return f32x4.mul(delta, f32x4.mul(a, f32x4.sub(f32x4.splat(1), a)))
  if (activation == TANH) return f32x4.mul(delta, f32x4.sub(f32x4.splat(1), f32x4.mul(a, a)))
  return delta
}
