/**
 * Elementary functions made of +, −, ×, ÷ only, so that their bits depend on no platform's library.
 * Cephes' expf.c, tanhf.c and ndtrf.c (S. Moshier), four lanes at a time; `test/engine/kernels/math.test.ts` holds them
 * to their error bounds.
 */

function polynomial(x: v128, coefficient: f32, rest: v128): v128 {
  return f32x4.add(f32x4.mul(rest, x), f32x4.splat(coefficient))
}

const LEAST: f32 = -87.33654
const MOST: f32 = 88.8

/** n of x = n·ln 2 + r */
function exponent4(x: v128): v128 {
  return f32x4.floor(f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504088896341)), f32x4.splat(0.5)))
}

/** eʳ − 1 for what is left of x. ln 2 comes in two parts, so that r = x − n·ln 2 keeps its low bits. */
function remainder4(x: v128, n: v128): v128 {
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.1219444e-4)))
  let p = f32x4.splat(1.98756915e-4)
  p = polynomial(r, 1.3981999507e-3, p)
  p = polynomial(r, 8.3334519073e-3, p)
  p = polynomial(r, 4.1665795894e-2, p)
  p = polynomial(r, 1.6666665459e-1, p)
  p = polynomial(r, 5.0000001201e-1, p)
  return f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r)
}

/** 2ⁿ */
function power4(n: v128): v128 {
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
}

/** eˣ; underflows to 0 below −87.3 and is ∞ from 88.4 on, where n is 128. */
export function exp4(z: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(z, f32x4.splat(LEAST)), f32x4.splat(MOST))
  const n = exponent4(x)
  const y = f32x4.add(remainder4(x, n), f32x4.splat(1))
  return v128.andnot(f32x4.mul(y, power4(n)), f32x4.lt(z, f32x4.splat(LEAST)))
}

/** eˣ − 1 = 2ⁿ(eʳ − 1) + (2ⁿ − 1) for x ≤ 0: exact near 0, where eˣ is nearly 1. */
export function expMinusOne4(z: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(z, f32x4.splat(LEAST)), f32x4.splat(0))
  const n = exponent4(x)
  const power = power4(n)
  return f32x4.add(f32x4.mul(power, remainder4(x, n)), f32x4.sub(power, f32x4.splat(1)))
}

/** tanh x: an odd polynomial near zero, 1 − 2 / (e²ˣ + 1) elsewhere. */
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x)
  const far = f32x4.sub(
    f32x4.splat(1),
    f32x4.div(f32x4.splat(2), f32x4.add(exp4(f32x4.add(size, size)), f32x4.splat(1))),
  )
  const s = f32x4.mul(x, x)
  let p = f32x4.splat(-5.70498872745e-3)
  p = polynomial(s, 2.06390887954e-2, p)
  p = polynomial(s, -5.37397155531e-2, p)
  p = polynomial(s, 1.33314422036e-1, p)
  p = polynomial(s, -3.33332819422e-1, p)
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, s), x), x)
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0.0)))
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)))
}

/** σ(x) = 1 / (1 + e⁻ˣ) */
export function sigmoid4(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4(f32x4.neg(x))))
}

/** e^(−x²/2) */
function bell4(x: v128): v128 {
  return exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)))
}

/** φ(x) = e^(−x²/2) / √(2π) */
export function normalDensity4(x: v128): v128 {
  return f32x4.mul(f32x4.splat(0.3989422804), bell4(x))
}

/** Φ(x), the share of a standard normal below x: ½ erfc(|x| / √2), taken from 1 above 0. */
export function normalCumulative4(x: v128): v128 {
  const tail = f32x4.mul(f32x4.splat(0.5), erfc4(f32x4.mul(f32x4.abs(x), f32x4.splat(0.70710678)), bell4(x)))
  return v128.bitselect(tail, f32x4.sub(f32x4.splat(1), tail), f32x4.lt(x, f32x4.splat(0)))
}

/**
 * erfc x = 1 − erf x for x ≥ 0: 1 − x·T(x²) up to 1, e^(−x²)/x · P(1/x²) up to 2 and · R(1/x²) beyond.
 * @param bell e^(−x²), which the caller knows from a number with fewer roundings
 */
function erfc4(x: v128, bell: v128): v128 {
  const one = f32x4.splat(1)
  const s = f32x4.mul(x, x)
  let t = f32x4.splat(7.853861353153693e-5)
  t = polynomial(s, -8.010193625184903e-4, t)
  t = polynomial(s, 5.188327685732524e-3, t)
  t = polynomial(s, -2.685381193529856e-2, t)
  t = polynomial(s, 1.128358514861418e-1, t)
  t = polynomial(s, -3.7612625824233e-1, t)
  t = polynomial(s, 1.12837916572671, t)
  const near = f32x4.sub(one, f32x4.mul(x, t))

  const q = f32x4.div(one, x)
  const y = f32x4.mul(q, q)
  let p = f32x4.splat(2.326819970068386e-2)
  p = polynomial(y, -1.387039388740657e-1, p)
  p = polynomial(y, 3.687424674597105e-1, p)
  p = polynomial(y, -5.824733027278666e-1, p)
  p = polynomial(y, 6.210004621745983e-1, p)
  p = polynomial(y, -4.944515323274145e-1, p)
  p = polynomial(y, 3.404879937665872e-1, p)
  p = polynomial(y, -2.741127028184656e-1, p)
  p = polynomial(y, 5.638259427386472e-1, p)
  let r = f32x4.splat(-1.047766399936249e1)
  r = polynomial(y, 1.297719955372516e1, r)
  r = polynomial(y, -7.495518717768503, r)
  r = polynomial(y, 2.921019019210786, r)
  r = polynomial(y, -1.0152652792027, r)
  r = polynomial(y, 4.218463358204948e-1, r)
  r = polynomial(y, -2.820767439740514e-1, r)
  r = polynomial(y, 5.641895067754075e-1, r)
  const far = v128.bitselect(p, r, f32x4.lt(x, f32x4.splat(2)))
  const tail = f32x4.mul(f32x4.mul(bell, q), far)
  return v128.bitselect(near, tail, f32x4.lt(x, one))
}
