import { at } from '../array.ts'
import { examplesOf, weightOf, type Answers, type LossResult } from './loss.ts'

/**
 * Exponential cost: C = 1/n Σ over examples of τ·exp(1/τ Σ_k (a − y)²); far answers cost out of all proportion.
 * ∂C/∂a = 2(a − y)·exp(1/τ Σ_k (a − y)²) / n
 */
export function exponential(answers: Answers, tau = 1): LossResult {
  const { a, y, outputs } = answers
  const n = examplesOf(answers)
  const delta = new Float64Array(a.length)
  let sum = 0
  for (let row = 0; row < a.length; row += outputs) {
    const weight = weightOf(answers, row)
    let squares = 0
    for (let i = row; i < row + outputs; i++) squares += (at(a, i) - at(y, i)) ** 2
    const growth = weight * Math.exp(squares / tau)
    sum += tau * growth
    for (let i = row; i < row + outputs; i++) delta[i] = (2 * (at(a, i) - at(y, i)) * growth) / n
  }
  return { loss: sum / n, delta }
}
