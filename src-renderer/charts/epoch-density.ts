import type { Histogram } from '../../src-engine/inspect/histogram.ts'

/** Histograms of many epochs over the same bins. */
export interface EpochDensity {
  /** The smallest and the largest value of all. */
  readonly low: number
  readonly high: number
  /** For each epoch the share of its numbers in each bin, lowest bin first; null where nothing was measured. */
  readonly columns: readonly (Float64Array | null)[]
}

/**
 * Brings histograms to the same bins: what stands in a bin is spread evenly over its width.
 * @param bins how many, of equal width from the smallest edge to the largest
 */
export function epochDensity(histograms: readonly (Histogram | null | undefined)[], bins: number): EpochDensity {
  const there = histograms.filter((one) => one?.counts.some((count) => count > 0))
  const low = Math.min(...there.map((one) => one?.edges[0] ?? Infinity))
  const high = Math.max(...there.map((one) => one?.edges.at(-1) ?? -Infinity))
  if (there.length === 0) return { low: 0, high: 0, columns: histograms.map(() => null) }
  const width = (high - low) / bins
  return { low, high, columns: histograms.map((one) => (one && there.includes(one) ? spread(one) : null)) }

  function spread({ edges, counts }: Histogram): Float64Array {
    const shares = new Float64Array(bins)
    const total = counts.reduce((sum, count) => sum + count, 0)
    for (const [index, count] of counts.entries()) {
      if (count === 0) continue
      const from = ((edges[index] ?? 0) - low) / width
      const to = ((edges[index + 1] ?? 0) - low) / width
      for (let bin = Math.max(0, Math.floor(from)); bin < Math.min(bins, Math.ceil(to)); bin++) {
        const part = (Math.min(to, bin + 1) - Math.max(from, bin)) / (to - from)
        shares[bin] = (shares[bin] ?? 0) + (part * count) / total
      }
    }
    return shares
  }
}
