/**
 * Exponential moving average with bias correction, as TensorBoard smooths (`resmoothDataset` in
 * tensorboard/components/vz_line_chart2/line-chart.ts; the correction is that of Kingma and Ba 2015, section 3):
 * mᵢ = w mᵢ₋₁ + (1 − w) yᵢ, drawn as mᵢ / (1 − wⁱ). What is not finite stays as it is and is not counted; equal values
 * stay as they are, so that no rounding shows.
 * @param weight w, from 0 (nothing changes) up to below 1
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  if (weight === 0) return values
  const smoothed = new Float64Array(values.length)
  let first = NaN
  let isFlat = true
  let mean = 0
  /** wⁱ; what is too small to change 1 − wⁱ is 0, because computing with such numbers takes long. */
  let bias = 1
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN
    smoothed[index] = value
    if (!Number.isFinite(value)) continue
    if (Number.isNaN(first)) first = value
    isFlat &&= value === first
    mean = weight * mean + (1 - weight) * value
    bias = bias < 1e-17 ? 0 : bias * weight
    smoothed[index] = mean / (1 - bias)
  }
  return isFlat ? values : smoothed
}
