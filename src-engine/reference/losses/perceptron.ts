import { activate } from '../activations.ts'
import { examplesOf, sumOfTerms, type Answers, type LossResult } from './loss.ts'

/**
 * The perceptron criterion behind step, from z: C = 1/n Σ Σ (a − y)·z with a = [z ≥ 0], how far wrong answers are beyond
 * the line. ∂C/∂z = (a − y) / n, so a step of gradient descent on one example is the perceptron rule
 * w ← w + η(y − a)x (Rosenblatt 1958).
 * @param answers `a` holds z
 */
export function perceptronCriterion(answers: Answers): LossResult {
  const error = (z: number, y: number): number => activate('step', z) - y
  return sumOfTerms(answers, 1 / examplesOf(answers), (z, y) => error(z, y) * z, error)
}
