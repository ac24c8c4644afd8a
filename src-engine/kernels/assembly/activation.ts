import { ELU, GELU, LEAKY_RELU, LINEAR, RELU, SIGMOID, STEP, TANH } from './layout'
import { expMinusOne4, normalCumulative4, normalDensity4, sigmoid4, tanh4 } from './math'
import { storePart } from './vector'

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

// Over many numbers, in place: a pass of its own, because a call inside the loop that makes them would empty every register of
// that loop. Linear and relu, the usual cases, can be a maximum and a mask inside it instead; the rest is left to a pass.

/** delta · f′ */
export function throughAll(activation: u32, alpha: f32, from: usize, at: usize, length: u32): void {
  if (activation == LINEAR) return
  if (activation == RELU) {
    const passes = passesOf(RELU)
    for (let i: u32 = 0; i < length; i += 4, from += 16, at += 16) {
      storePart(at, v128.and(v128.load(at), isOn(v128.load(from), passes)), length - i)
    }
    return
  }
  for (let i: u32 = 0; i < length; i += 4, from += 16, at += 16) {
    storePart(at, throughActivation(activation, alpha, v128.load(from), v128.load(at)), length - i)
  }
}

/** `pmax(z, least)` is f(z) of linear and relu, and z of others: no number is less than −∞. */
export function leastOf(activation: u32): v128 {
  return f32x4.splat(activation == RELU ? 0 : -Infinity)
}

/** a = f(z), unless `pmax` has done it. */
export function activateRest(activation: u32, alpha: f32, at: usize, length: u32): void {
  if (activation <= <u32>RELU) return
  for (let i: u32 = 0; i < length; i += 4, at += 16) {
    storePart(at, activate(activation, alpha, v128.load(at)), length - i)
  }
}

/** `and(delta, isOn(from, passes))` is delta · f′ of linear and relu, and delta of others. */
export function passesOf(activation: u32): v128 {
  return i32x4.splat(activation == RELU ? 0 : -1)
}

export function isOn(from: v128, passes: v128): v128 {
  return v128.or(passes, f32x4.gt(from, f32x4.splat(0)))
}

/** delta · f′, unless `isOn` has done it. */
export function throughRest(activation: u32, alpha: f32, from: usize, at: usize, length: u32): void {
  if (activation > <u32>RELU) throughAll(activation, alpha, from, at, length)
}
