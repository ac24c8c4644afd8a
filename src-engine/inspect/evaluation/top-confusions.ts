/** Examples of one class that were taken for another. */
export interface ConfusedPair {
  readonly trueClass: number
  readonly predictedClass: number
  readonly count: number
  /** Of the examples of the true class, 0 … 1. */
  readonly share: number
}

/** The mistakes of a confusion matrix, most frequent first; of as frequent ones that of the smaller class. */
export function topConfusions(confusion: readonly (readonly number[])[], most: number): ConfusedPair[] {
  const pairs = confusion.flatMap((row, trueClass) => {
    const whole = row.reduce((sum, count) => sum + count, 0)
    return row.flatMap((count, predictedClass) =>
      count > 0 && predictedClass !== trueClass ? [{ trueClass, predictedClass, count, share: count / whole }] : [],
    )
  })
  return pairs.toSorted((a, b) => b.count - a.count || b.share - a.share).slice(0, most)
}
