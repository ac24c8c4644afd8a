/** How numbers spread over bins of equal width. */
export interface Histogram {
  /** One more than there are bins: bin i holds edges[i] ≤ v < edges[i + 1], the last one its right edge too. */
  readonly edges: readonly number[]
  readonly counts: readonly number[]
  /** NaN, ∞ and −∞, which no bin holds. */
  readonly nonFinite: number
}

/**
 * A histogram from the smallest to the largest finite number, its edges as numpy's `histogram` has them: where all numbers
 * are equal, from ½ below to ½ above; without any, from 0 to 1.
 * @param bins how many of them, at least 1
 */
export function histogram(values: ArrayLike<number>, bins = 30): Histogram {
  const finite = Array.from(values).filter(Number.isFinite)
  const [first, last] = rangeOf(finite)
  // Where ½ more is no more, as beyond 2^53, all of them stand in one bin.
  const width = last - first || 1
  const edges = Array.from({ length: bins + 1 }, (_, i) => (i === bins ? last : first + i * ((last - first) / bins)))
  const counts = Array<number>(bins).fill(0)
  for (const value of finite) {
    // Rounding may put a number that lies on an edge one bin too far to either side.
    let bin = Math.min(bins - 1, Math.floor(((value - first) / width) * bins))
    if (value < (edges[bin] ?? first)) bin -= 1
    else if (bin < bins - 1 && value >= (edges[bin + 1] ?? last)) bin += 1
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return { edges, counts, nonFinite: values.length - finite.length }
}

function rangeOf(values: readonly number[]): [first: number, last: number] {
  if (values.length === 0) return [0, 1]
  const least = values.reduce((a, b) => Math.min(a, b))
  const most = values.reduce((a, b) => Math.max(a, b))
  return least === most ? [least - 0.5, most + 0.5] : [least, most]
}
