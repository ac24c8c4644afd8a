import { ELU, GELU, LEAKY_RELU, RELU, SIGMOID, STEP, TANH } from './layout'
import { expMinusOne4, normalCumulative4, normalDensity4, sigmoid4, tanh4 } from './math'

/** a = f(z); α is the setting of leakyRelu and elu. `pmax` keeps a NaN. */
export function activate(activation: u32, alpha: f32, z: v128): v128 {
  const zero = f32x4.splat(0)
  if (activation == RELU) return f32x4.pmax(z, zero)
  if (activation == SIGMOID) return sigmoid4(z)
  if (activation == TANH) return tanh4(z)
  if (activation == LEAKY_RELU) return v128.bitselect(f32x4.mul(f32x4.splat(alpha), z), z, f32x4.lt(z, zero))
  if (activation == ELU) return v128.bitselect(f32x4.mul(f32x4.splat(alpha), expMinusOne4(z)), z, f32x4.lt(z, zero))
  if (activation == GELU) return f32x4.mul(z, normalCumulative4(z))
  if (activation == STEP) return v128.and(f32x4.splat(1), f32x4.ge(z, zero))
  return z
}

/**
 * delta · f′. For all but gelu f′ is written by the activation's value a = f(z): 1, [a > 0], a(1 − a), 1 − a²,
 * for a < 0 α (leakyRelu) or a + α (elu).
 * Where relu is not on nothing passes, not even 0 · NaN.
 * @param from a; for gelu z
 */
export function throughActivation(activation: u32, alpha: f32, from: v128, delta: v128): v128 {
  const zero = f32x4.splat(0)
  const one = f32x4.splat(1)
  if (activation == RELU) return v128.and(delta, f32x4.gt(from, zero))
  if (activation == SIGMOID) return f32x4.mul(delta, f32x4.mul(from, f32x4.sub(one, from)))
  if (activation == TANH) return f32x4.mul(delta, f32x4.sub(one, f32x4.mul(from, from)))
  if (activation == LEAKY_RELU) return f32x4.mul(delta, v128.bitselect(f32x4.splat(alpha), one, f32x4.lt(from, zero)))
  if (activation == ELU)
    return f32x4.mul(delta, v128.bitselect(f32x4.add(from, f32x4.splat(alpha)), one, f32x4.lt(from, zero)))
  if (activation == GELU)
    return f32x4.mul(delta, f32x4.add(normalCumulative4(from), f32x4.mul(from, normalDensity4(from))))
  if (activation == STEP) return zero
  return delta
}
