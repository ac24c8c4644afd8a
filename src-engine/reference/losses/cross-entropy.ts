import { at } from '../array.ts'
import { logSumExp, softmax } from '../softmax.ts'
import { examplesOf, sumOfTerms, weightOf, type Answers, type LossResult } from './loss.ts'

/**
 * Categorical cross-entropy behind softmax, from the logits: C = 1/n Σ over examples of −Σ_k y_k ln p_k with
 * ln p_k = z_k − ln Σ_j e^(z_j), which no logit overflows.
 * ∂C/∂z = (p·Σ_k y_k − y) / n (Goodfellow et al., Deep Learning, 6.2.2.3).
 * @param answers `a` holds z
 */
export function softmaxCrossEntropy(answers: Answers): LossResult {
  const { a: z, y, outputs } = answers
  const n = examplesOf(answers)
  const p = softmax(z, outputs)
  const delta = new Float64Array(z.length)
  let sum = 0
  for (let row = 0; row < z.length; row += outputs) {
    const weight = weightOf(answers, row)
    const logSum = logSumExp(z.subarray(row, row + outputs))
    const total = y.subarray(row, row + outputs).reduce((all, share) => all + share, 0)
    for (let i = row; i < row + outputs; i++) {
      // 0 · ∞ would be NaN where a class that is not wanted has the logit −∞.
      if (at(y, i) !== 0) sum += weight * at(y, i) * (logSum - at(z, i))
      delta[i] = (weight * (at(p, i) * total - at(y, i))) / n
    }
  }
  return { loss: sum / n, delta }
}

/**
 * Cross-entropy of each output for itself behind sigmoid, from z: −y ln σ(z) − (1 − y) ln(1 − σ(z)) = ln(1 + e^z) − y·z.
 * Mean over examples and outputs (Keras); ∂C/∂z = (σ(z) − y) / (n·outputs).
 * @param answers `a` holds z
 */
export function binaryCrossEntropy(answers: Answers): LossResult {
  return sigmoidCrossEntropy(answers, 1 / answers.a.length)
}

/** The same, summed over the K outputs: C = −1/n Σ Σ_k y ln σ(z) + (1 − y) ln(1 − σ(z)) (after Ng). `a` holds z. */
export function kOutputCrossEntropy(answers: Answers): LossResult {
  return sigmoidCrossEntropy(answers, 1 / examplesOf(answers))
}

function sigmoidCrossEntropy(answers: Answers, factor: number): LossResult {
  return sumOfTerms(
    answers,
    factor,
    (z, y) => softplus(z) - y * z,
    (z, y) => 1 / (1 + Math.exp(-z)) - y,
  )
}

/** ln(1 + e^z) without overflow. */
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
