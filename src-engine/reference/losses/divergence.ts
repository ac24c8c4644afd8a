import { softmaxCrossEntropy } from './cross-entropy.ts'
import { examplesOf, sumOfTerms, type Answers, type LossResult } from './loss.ts'

/**
 * Kullback–Leibler divergence of the answers from the targets: C = 1/n Σ Σ y ln(y / a), ∂C/∂a = −y / (n·a)
 * (Kullback and Leibler 1951). Where y is 0 there is nothing to add.
 */
export function kullbackLeiblerDivergence(answers: Answers): LossResult {
  return sumOfTerms(
    answers,
    1 / examplesOf(answers),
    (a, y) => (y === 0 ? 0 : y * Math.log(y / a)),
    (a, y) => (y === 0 ? 0 : -y / a),
  )
}

/**
 * The same behind softmax, from the logits, where no answer can vanish: cross-entropy less the entropy of the targets,
 * C = 1/n Σ Σ y ln y − y ln p, ∂C/∂z as there.
 * @param answers `a` holds z
 */
export function kullbackLeiblerOfLogits(answers: Answers): LossResult {
  const { loss, delta } = softmaxCrossEntropy(answers)
  const { y: targets } = answers
  const negentropy = kullbackLeiblerDivergence({ ...answers, a: targets.map(() => 1) }).loss
  return { loss: loss + negentropy, delta }
}

/**
 * Squared Hellinger distance up to its scale: C = 1/n Σ 1/√2 Σ (√a − √y)², ∂C/∂a = (√a − √y) / (n·√2·√a).
 * Answers and targets must not be negative.
 */
export function hellinger(answers: Answers): LossResult {
  return sumOfTerms(
    answers,
    1 / (Math.SQRT2 * examplesOf(answers)),
    (a, y) => (Math.sqrt(a) - Math.sqrt(y)) ** 2,
    (a, y) => 1 - Math.sqrt(y / a),
  )
}
