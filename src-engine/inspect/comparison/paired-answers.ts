/** What two networks say of the same examples: how many only one of them gets right. */
export interface PairedAnswers {
  readonly onlyFirst: number
  readonly onlySecond: number
  /** Examples that both were asked. */
  readonly total: number
}

export interface PairedComparison {
  /** Accuracy of the second less that of the first, and its 95 % interval. */
  readonly difference: number
  readonly low: number
  readonly high: number
  /** Two-sided: how likely examples on which they differ part at least so unevenly, were both as good. */
  readonly p: number
}

/** Two-sided 95 % of a normal distribution. */
const Z = 1.959963984540054

/**
 * Whether one of two networks is better on the same examples. p by Q. McNemar's test (1947) in its exact form: were both as
 * good, each example that only one gets right would be a toss of a coin, B(n, ½) of n such examples. The interval is D. G.
 * Bonett and R. M. Price's (2012): Wald's of the difference with one example added to both kinds.
 * @throws {RangeError} when the counts are more than the total
 */
export function comparePaired({ onlyFirst, onlySecond, total }: PairedAnswers): PairedComparison {
  if (onlyFirst + onlySecond > total || total < 1) throw new RangeError('More examples differ than there are.')
  const [first, second] = [(onlyFirst + 1) / (total + 2), (onlySecond + 1) / (total + 2)]
  const middle = second - first
  const half = Z * Math.sqrt((first + second - middle ** 2) / (total + 2))
  return {
    difference: (onlySecond - onlyFirst) / total,
    low: Math.max(-1, middle - half),
    high: Math.min(1, middle + half),
    p: twoSided(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond),
  }
}

/** 2 · P(K ≤ k) of K from B(n, ½), at most 1. Summed from the largest term down, as multiples of it. */
function twoSided(k: number, n: number): number {
  if (2 * k >= n) return 1
  let [term, sum] = [1, 1]
  for (let i = k; i > 0 && term > 1e-18 * sum; i--) {
    // C(n, i − 1) = C(n, i) · i / (n − i + 1)
    term *= i / (n - i + 1)
    sum += term
  }
  let logarithm = -n * Math.LN2
  for (let i = 1; i <= k; i++) logarithm += Math.log((n - k + i) / i)
  return Math.min(1, 2 * sum * Math.exp(logarithm))
}
