/**
 * Elementary functions made of +, −, ×, ÷ only, so that their bits depend on no platform's library.
 * exp and tanh: Cephes' expf.c and tanhf.c (S. Moshier), four lanes at a time, within 2 units in the last place.
 */

function polynomial(x: v128, coefficient: f32, rest: v128): v128 {
  return f32x4.add(f32x4.mul(rest, x), f32x4.splat(coefficient))
}

/** eˣ; underflows to 0 below −87.3 and stays finite above 88.7. */
export function exp4(z: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(z, f32x4.splat(-87.33654)), f32x4.splat(88.37626))
  const n = f32x4.floor(f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504088896341)), f32x4.splat(0.5)))
  // ln 2 in two parts, so that r = x − n·ln 2 keeps its low bits.
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.1219444e-4)))
  let p = f32x4.splat(1.98756915e-4)
  p = polynomial(r, 1.3981999507e-3, p)
  p = polynomial(r, 8.3334519073e-3, p)
  p = polynomial(r, 4.1665795894e-2, p)
  p = polynomial(r, 1.6666665459e-1, p)
  p = polynomial(r, 5.0000001201e-1, p)
  const y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r), f32x4.splat(1))
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  return v128.andnot(f32x4.mul(y, power), f32x4.lt(z, f32x4.splat(-87.33654)))
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

/** ln x for positive normal x: x = 2ᵉ·m, ln m = 2·artanh((m − 1) / (m + 1)) by its series, m in [√½, √2). */
export function log64(x: f64): f64 {
  if (!(x > 0) || x == Infinity) return x == 0 ? -Infinity : x > 0 ? x : NaN
  const bits = reinterpret<u64>(x)
  let exponent = <i32>(bits >> 52) - 1023
  let mantissa = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000)
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5
    exponent += 1
  }
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  let series: f64 = 0
  for (let k: i32 = 21; k >= 1; k -= 2) series = series * square + 1 / <f64>k
  return <f64>exponent * 0.6931471805599453 + 2 * s * series
}

/** xⁿ by squaring: the bits depend on n only, never on how often it was called before. */
export function integerPower(x: f64, n: u64): f64 {
  let result: f64 = 1
  let base = x
  for (let rest = n; rest > 0; rest >>= 1) {
    if (rest & 1) result *= base
    base *= base
  }
  return result
}
