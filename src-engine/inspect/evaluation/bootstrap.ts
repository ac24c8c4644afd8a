import type { Rng } from '../../train/rng.ts'
import { drawBinomial } from './binomial.ts'
import type { ClassCounts } from './confusion.ts'
import type { Figures } from './figures.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

/** So many samples are drawn; the ends of an interval then move by a few hundredths of its width. */
export const RESAMPLES = 2000
const LOWER = 0.025
const UPPER = 0.975

/**
 * 95 % intervals of a class's figures by the percentile bootstrap (Efron 1979; Efron and Tibshirani, *An Introduction to
 * the Bootstrap*, 1993, chapter 13): n examples are drawn from the n there are, with replacement, again and again.
 *
 * A figure depends only on how many of the drawn ones are true positives, false positives, false negatives and others.
 * Those counts are multinomial with the shares of the given ones, so they are drawn themselves, one binomial number after
 * another (Devroye, *Non-Uniform Random Variate Generation*, 1986, XI.1.4): the same distribution, without going over the
 * examples, in a time that does not grow with n. Samples in which a figure is not defined are left out of its interval.
 */
export function bootstrapFigures(counts: ClassCounts, rng: Rng): Figures<Interval> {
  const { truePositives, falsePositives, falseNegatives, total } = counts
  const drawn = { precision: column(), recall: column(), f1: column() }
  for (let sample = 0; sample < RESAMPLES; sample++) {
    const tp = drawBinomial(total, truePositives / total, rng)
    const fp = drawBinomial(total - tp, falsePositives / (total - truePositives), rng)
    const fn = drawBinomial(total - tp - fp, falseNegatives / (total - truePositives - falsePositives), rng)
    // Not defined: 0 / 0, which is NaN.
    drawn.precision[sample] = tp / (tp + fp)
    drawn.recall[sample] = tp / (tp + fn)
    drawn.f1[sample] = (2 * tp) / (2 * tp + fp + fn)
  }
  return { precision: percentiles(drawn.precision), recall: percentiles(drawn.recall), f1: percentiles(drawn.f1) }
}

const column = (): Float64Array => new Float64Array(RESAMPLES)

function percentiles(values: Float64Array): Interval | null {
  // NaN comes last.
  values.sort()
  const end = values.findIndex(Number.isNaN)
  const defined = end < 0 ? values : values.subarray(0, end)
  if (defined.length === 0) return null
  return { low: quantile(defined, LOWER), high: quantile(defined, UPPER) }
}

/**
 * Linear between the two nearest of the sorted values (type 7 of Hyndman and Fan 1996, as numpy and R have it).
 * @param share 0 … 1
 */
export function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const low = sorted[below] ?? NaN
  const high = sorted[below + 1] ?? low
  return low + (place - below) * (high - low)
}
