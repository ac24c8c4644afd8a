/** How numbers spread over bins of equal width. */
export interface Histogram {
  /** One more than there are bins: bin i holds edges[i] ≤ v < edges[i + 1], the last one its right edge too. */
  readonly edges: readonly number[]
  readonly counts: readonly number[]
  /** NaN, ∞ and −∞, which no bin holds. */
  readonly nonFinite: number
}

type Numbers = ArrayLike<number> & Iterable<number>

/**
 * A histogram from the smallest to the largest finite number, its edges as numpy's `histogram` has them: where all numbers
 * are equal, from ½ below to ½ above; without any, from 0 to 1.
 * @param bins how many of them, at least 1
 */
export function histogram(values: Numbers, bins = 30): Histogram {
  const { first, last, finite } = rangeOf(values)
  // Where ½ more is no more, as beyond 2^53, all of them stand in one bin.
  const width = last - first || 1
  const edges = Array.from({ length: bins + 1 }, (_, i) => (i === bins ? last : first + i * ((last - first) / bins)))
  const counts = Array<number>(bins).fill(0)
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    // Rounding may put a number that lies on an edge one bin too far to either side.
    let bin = Math.min(bins - 1, Math.floor(((value - first) / width) * bins))
    if (value < (edges[bin] ?? first)) bin -= 1
    else if (bin < bins - 1 && value >= (edges[bin + 1] ?? last)) bin += 1
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return { edges, counts, nonFinite: values.length - finite }
}

/** In one pass without a copy: there may be millions. */
function rangeOf(values: Numbers): {
  readonly first: number
  readonly last: number
  readonly finite: number
} {
  let first = Infinity
  let last = -Infinity
  let finite = 0
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    finite += 1
    if (value < first) first = value
    if (value > last) last = value
  }
  if (finite === 0) return { first: 0, last: 1, finite }
  return first === last ? { first: first - 0.5, last: last + 0.5, finite } : { first, last, finite }
}
