/** Elementary functions in float64 made of +, −, ×, ÷ only, so that their bits depend on no platform's library. */

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
  let series: f64 = 1.0 / 21
  series = series * square + 1.0 / 19
  series = series * square + 1.0 / 17
  series = series * square + 1.0 / 15
  series = series * square + 1.0 / 13
  series = series * square + 1.0 / 11
  series = series * square + 1.0 / 9
  series = series * square + 1.0 / 7
  series = series * square + 1.0 / 5
  series = series * square + 1.0 / 3
  series = series * square + 1
  return <f64>exponent * 0.6931471805599453 + 2 * s * series
}

/** eˣ = 2ⁿ·eʳ with x = n·ln 2 + r, eʳ by its series; 0 below the normal numbers. */
export function exp64(x: f64): f64 {
  if (x > 709.782712893384) return Infinity
  if (x < -708.396418532264) return 0
  const n = Math.floor(x * 1.4426950408889634 + 0.5)
  const r = x - n * 0.6931471803691238 - n * 1.9082149292705877e-10
  let series: f64 = 1.0 / 87178291200
  series = series * r + 1.0 / 6227020800
  series = series * r + 1.0 / 479001600
  series = series * r + 1.0 / 39916800
  series = series * r + 1.0 / 3628800
  series = series * r + 1.0 / 362880
  series = series * r + 1.0 / 40320
  series = series * r + 1.0 / 5040
  series = series * r + 1.0 / 720
  series = series * r + 1.0 / 120
  series = series * r + 1.0 / 24
  series = series * r + 1.0 / 6
  series = series * r + 1.0 / 2
  series = (series * r + 1) * r + 1
  // In two halves, because 2¹⁰²⁴ alone is no number.
  const half = (<i64>n) >> 1
  return series * powerOfTwo(half) * powerOfTwo(<i64>n - half)
}

function powerOfTwo(n: i64): f64 {
  return reinterpret<f64>((<u64>(n + 1023)) << 52)
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
