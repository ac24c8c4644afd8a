/**
 * sin x and cos x for |x| ≤ π from + − × ÷ only: `Math.sin` may differ between platforms in the last bit, training must
 * not. Taylor's series, to the last bits of a float32.
 */
export function sineAndCosine(x: number): { readonly sine: number; readonly cosine: number } {
  let sine = 1
  let cosine = 1
  for (let k = 20; k >= 2; k -= 2) {
    sine = 1 - (sine * x * x) / (k * (k + 1))
    cosine = 1 - (cosine * x * x) / (k * (k - 1))
  }
  return { sine: sine * x, cosine }
}
