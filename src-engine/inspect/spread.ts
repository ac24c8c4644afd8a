/** Mean and sample standard deviation of some runs. */
export interface Spread {
  readonly count: number
  /** Null without any value. */
  readonly mean: number | null
  /** √(Σ (x − mean)² / (n − 1)); null for fewer than two values. */
  readonly deviation: number | null
}

export function spread(values: readonly number[]): Spread {
  const count = values.length
  if (count === 0) return { count, mean: null, deviation: null }
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null }
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
