/**
 * Elementary functions made of + − × ÷ only: those of `Math` may differ between platforms in the last bit, training must
 * not. (`Math.sqrt` is exact everywhere.) `test/engine/train/elementary.test.ts` holds them to their error bounds.
 */

/** ln x for x in (0, 1]: x = 2ᵉ·m, ln m = 2·artanh((m − 1) / (m + 1)) by its series, m in [√½, √2). */
export function naturalLog(x: number): number {
  let mantissa = x
  let exponent = 0
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2
    exponent -= 1
  }
  const s = (mantissa - 1) / (mantissa + 1)
  let series = 0
  for (let k = 21; k >= 1; k -= 2) series = series * s * s + 1 / k
  return exponent * Math.LN2 + 2 * s * series
}

/** e⁻ˣ = 2⁻ⁿ·e⁻ʳ for x ≥ 0 with x = n·ln 2 + r; ln 2 comes in two parts, so that r keeps its low bits. */
export function decayOf(x: number): number {
  if (x > 745) return 0 // less than the smallest number
  const n = Math.floor(x * Math.LOG2E + 0.5)
  const r = x - n * 0.6931471803691238 - n * 1.9082149292705877e-10
  let series = 1
  for (let k = 16; k >= 1; k--) series = 1 - (series * r) / k
  return series * power(0.5, n)
}

/** xⁿ for n = 0, 1, 2, … by squaring. */
export function power(x: number, n: number): number {
  let result = 1
  let base = x
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= base
    base *= base
  }
  return result
}

/** sin x and cos x for |x| ≤ π by Taylor's series, to the last bits of a float32; for |x| ≤ π/2 of a float64. */
export function sineAndCosine(x: number): { readonly sine: number; readonly cosine: number } {
  let sine = 1
  let cosine = 1
  for (let k = 20; k >= 2; k -= 2) {
    sine = 1 - (sine * x * x) / (k * (k + 1))
    cosine = 1 - (cosine * x * x) / (k * (k - 1))
  }
  return { sine: sine * x, cosine }
}
