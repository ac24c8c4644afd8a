import { spread } from '../../../../../src-engine/inspect/spread.ts'
import { nearest } from '../../../../charts/search.ts'

export interface Curve {
  /** Ascending. */
  readonly x: Float64Array
  readonly values: Float64Array
}

export interface SeedBand extends Curve {
  /** The mean less and more one sample standard deviation. */
  readonly low: Float64Array
  readonly high: Float64Array
}

/**
 * Mean and spread of runs that differ in their seed alone, at the points of the longest of them. A run that ended before is
 * counted as far as it goes; what is no number is not counted.
 */
export function seedBand(curves: readonly Curve[]): SeedBand {
  const longest = curves.toSorted((a, b) => b.x.length - a.x.length)[0]
  const x = longest?.x ?? new Float64Array()
  const [values, low, high] = [new Float64Array(x.length), new Float64Array(x.length), new Float64Array(x.length)]
  for (const [at, place] of x.entries()) {
    const there = curves.flatMap((one) => {
      if (place > (one.x.at(-1) ?? -Infinity)) return []
      const value = one.values[nearest(one.x, place)] ?? NaN
      return Number.isFinite(value) ? [value] : []
    })
    const { mean, deviation } = spread(there)
    values[at] = mean ?? NaN
    low[at] = values[at] - (deviation ?? 0)
    high[at] = values[at] + (deviation ?? 0)
  }
  return { x, values, low, high }
}
