import { at } from './array.ts'

/** One-hot rows (examples, classes); for a single output the label itself. */
export function oneHot(labels: ArrayLike<number>, classes: number): Float64Array {
  const y = new Float64Array(labels.length * classes)
  for (let example = 0; example < labels.length; example++) {
    const label = labels[example] ?? NaN
    if (classes === 1) y[example] = label
    else y[example * classes + label] = 1
  }
  return y
}

/**
 * Label smoothing: y ← y·(1 − s) + s / classes, so that no answer need be certain (Szegedy et al. 2016, section 7).
 * @param y (examples, outputs); a single output tells two classes apart
 */
export function smooth(y: Float64Array, outputs: number, smoothing: number): Float64Array {
  return y.map((share) => share * (1 - smoothing) + smoothing / Math.max(2, outputs))
}

/** Answers whose first largest output is the label's; a single output answers 1 from 0.5 on. */
export function countCorrect(a: Float64Array, labels: ArrayLike<number>, classes: number): number {
  let correct = 0
  for (let example = 0; example < labels.length; example++) {
    const row = a.subarray(example * classes, (example + 1) * classes)
    const answer = classes === 1 ? Number(at(row, 0) >= 0.5) : row.indexOf(Math.max(...row))
    if (answer === labels[example]) correct += 1
  }
  return correct
}
