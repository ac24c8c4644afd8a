import { at } from './array.ts'
import { logSumExp, softmax } from './softmax.ts'

export interface LossResult {
  /** Mean over the batch. */
  readonly loss: number
  /** Cross-entropy: ∂C/∂z. Squared error: ∂C/∂a. (examples, classes) */
  readonly delta: Float64Array
}

/**
 * Categorical cross-entropy behind softmax, from the logits z: C = mean over examples of ln Σ e^z − z[label].
 * Its gradient is ∂C/∂z = (p − y) / examples (Goodfellow et al., Deep Learning, 6.2.2.3).
 * @param z (examples, classes)
 */
export function softmaxCrossEntropy(z: Float64Array, labels: ArrayLike<number>, classes: number): LossResult {
  const examples = labels.length
  const delta = softmax(z, classes)
  let sum = 0
  for (let example = 0; example < examples; example++) {
    const row = example * classes
    const label = row + (labels[example] ?? NaN)
    sum += logSumExp(z.subarray(row, row + classes)) - at(z, label)
    delta[label] = at(delta, label) - 1
  }
  return { loss: sum / examples, delta: delta.map((value) => value / examples) }
}

/**
 * Mean squared error as Keras takes it, over examples and outputs: C = Σ (a − y)² / (examples · outputs).
 * @param a (examples, outputs)
 * @param y (examples, outputs)
 */
export function meanSquaredError(a: Float64Array, y: Float64Array): LossResult {
  const delta = a.map((value, i) => (2 * (value - at(y, i))) / a.length)
  const sum = a.reduce((total, value, i) => total + (value - at(y, i)) ** 2, 0)
  return { loss: sum / a.length, delta }
}

/** One-hot rows; for a single output the label itself. */
export function oneHot(labels: ArrayLike<number>, classes: number): Float64Array {
  const y = new Float64Array(labels.length * classes)
  for (let example = 0; example < labels.length; example++) {
    const label = labels[example] ?? NaN
    if (classes === 1) y[example] = label
    else y[example * classes + label] = 1
  }
  return y
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
