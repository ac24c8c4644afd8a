/**
 * Exponential moving average with bias correction, as TensorBoard smooths (`resmoothDataset` in
 * tensorboard/components/vz_line_chart2/line-chart.ts; the correction is that of Kingma and Ba 2015, section 3):
 * mᵢ = w mᵢ₋₁ + (1 − w) yᵢ, drawn as mᵢ / (1 − wⁱ). What is not finite stays as it is and is not counted; equal values
 * stay as they are, so that no rounding shows.
 * @param weight w, from 0 (nothing changes) up to below 1
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  const first = values.find(Number.isFinite) ?? NaN
  if (weight === 0 || values.every((value) => value === first || !Number.isFinite(value))) return values
  let mean = 0
  /** wⁱ */
  let bias = 1
  return values.map((value) => {
    if (!Number.isFinite(value)) return value
    mean = weight * mean + (1 - weight) * value
    bias *= weight
    return mean / (1 - bias)
  })
}
