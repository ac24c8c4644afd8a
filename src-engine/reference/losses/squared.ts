import { examplesOf, sumOfTerms, type Answers, type LossResult } from './loss.ts'

// All of them count Σ (a − y)² over examples and outputs and differ in what it is divided by. With the slope 2(a − y) a
// half in front leaves the a − y of the textbooks.

/** Σ Σ (a − y)² */
export function sumSquaredError(answers: Answers): LossResult {
  return squares(answers, 1)
}

/** ½ Σ Σ (a − y)², the E of worked examples of backpropagation. */
export function halfSumSquaredError(answers: Answers): LossResult {
  return squares(answers, 1 / 2)
}

/** Mean over examples and outputs: C = 1/(n·outputs) Σ Σ (a − y)² (Keras). */
export function meanSquaredError(answers: Answers): LossResult {
  return squares(answers, 1 / answers.a.length)
}

/** Mean over the examples only: C = 1/n Σ Σ (a − y)². */
export function meanSummedSquaredError(answers: Answers): LossResult {
  return squares(answers, 1 / examplesOf(answers))
}

/** The quadratic cost C = 1/2n Σ Σ (a − y)² (Nielsen 2015, equation 6). */
export function halfMeanSummedSquaredError(answers: Answers): LossResult {
  return squares(answers, 1 / (2 * examplesOf(answers)))
}

/** C = √(1/n Σ Σ (a − y)²); ∂C/∂a = (a − y) / (n·C), and 0 where C is 0. */
export function rootMeanSquaredError(answers: Answers): LossResult {
  const { loss, delta } = meanSummedSquaredError(answers)
  const root = Math.sqrt(loss)
  return { loss: root, delta: delta.map((slope) => (root === 0 ? 0 : slope / (2 * root))) }
}

function squares(answers: Answers, factor: number): LossResult {
  return sumOfTerms(
    answers,
    factor,
    (a, y) => (a - y) ** 2,
    (a, y) => 2 * (a - y),
  )
}
