import { signedColor, type Rgb, type Theme } from '../../../canvas/colormap.ts'

/** A cell of a confusion matrix by its classes. */
export interface Cell {
  readonly trueClass: number
  readonly predictedClass: number
}

/** Share of each cell in the examples of its true class, 0 … 1; 0 in the row of a class without any. */
export function rowShares(confusion: readonly (readonly number[])[]): Float64Array[] {
  return confusion.map((row) => {
    const whole = row.reduce((sum, count) => sum + count, 0)
    return Float64Array.from(row, (count) => (whole === 0 ? 0 : count / whole))
  })
}

/** Blue where it is right, orange where it is wrong; by the square root, so that rare mistakes are seen. */
export function cellColor(share: number, isRight: boolean, theme: Theme): Rgb {
  return signedColor((isRight ? 1 : -1) * Math.sqrt(share), 1, theme)
}

/** A difference of two shares: blue for more, orange for less; by the square root too. */
export function differenceColor(difference: number, theme: Theme): Rgb {
  return signedColor(Math.sign(difference) * Math.sqrt(Math.abs(difference)), 1, theme)
}

/** Classes by how many mistakes they take part in, most first, so that what is confused stands together at the top left. */
export function mostConfusedFirst(confusion: readonly (readonly number[])[]): number[] {
  const mistakes = confusion.map(() => 0)
  for (const [trueClass, row] of confusion.entries())
    for (const [predictedClass, count] of row.entries())
      if (trueClass !== predictedClass && count > 0) {
        mistakes[trueClass] = (mistakes[trueClass] ?? 0) + count
        mistakes[predictedClass] = (mistakes[predictedClass] ?? 0) + count
      }
  return [...mistakes.keys()].sort((a, b) => (mistakes[b] ?? 0) - (mistakes[a] ?? 0) || a - b)
}
