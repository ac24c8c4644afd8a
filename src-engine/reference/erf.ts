/** 2 / √π */
const FACTOR = 2 / Math.sqrt(Math.PI)

/**
 * erf x = 2/√π ∫₀ˣ e^(−t²) dt, to about 1e-15.
 * Up to 3 by the series e^(−x²) Σ 2ᵏ x^(2k+1) / (1·3·5…(2k+1)), whose terms are all positive (Abramowitz and Stegun 7.1.6);
 * beyond by the continued fraction of 1 − erf x (7.1.14), from its 60th term upwards.
 */
export function erf(x: number): number {
  const size = Math.abs(x)
  return Math.sign(x) * (size < 3 ? series(size) : 1 - complement(size))
}

function series(x: number): number {
  let term = x
  let sum = x
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (2 * x * x) / (2 * k + 1)
    sum += term
  }
  return FACTOR * Math.exp(-x * x) * sum
}

/** √π e^(x²) erfc x = 1 / (x + ½ / (x + 1 / (x + 3⁄2 / (x + …)))) */
function complement(x: number): number {
  let fraction = x
  for (let k = 60; k >= 1; k--) fraction = x + k / 2 / fraction
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction)
}
