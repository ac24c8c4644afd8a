import type { EvaluationResult, Model } from '../plan/model.ts'
import type { ExampleSource } from './source.ts'

export interface Metrics {
  /** The cost of these examples (for most losses their mean), without the regulariser's term. */
  readonly loss: number
  /** Share of correct answers, 0 … 1; NaN of a regression. */
  readonly accuracy: number
  /** Of a regression, over all examples and outputs alike. */
  readonly meanAbsoluteError?: number
  readonly rSquared?: number
  readonly count: number
}

export const NO_SUMS: EvaluationResult = { lossSum: 0, correct: 0, absoluteSum: 0, squareSum: 0 }

export const addSums = (a: EvaluationResult, b: EvaluationResult): EvaluationResult => ({
  lossSum: a.lossSum + b.lossSum,
  correct: a.correct + b.correct,
  absoluteSum: a.absoluteSum + b.absoluteSum,
  squareSum: a.squareSum + b.squareSum,
})

/** @param sums over all examples of the source */
export function metricsOf(model: Model, source: ExampleSource, sums: EvaluationResult): Metrics {
  const { count } = source
  const loss = model.costOf(sums.lossSum, count)
  if (!('readTargets' in source)) return { loss, accuracy: sums.correct / count, count }
  const meanAbsoluteError = sums.absoluteSum / (count * model.classes)
  return { loss, accuracy: NaN, meanAbsoluteError, rSquared: rSquared(sums.squareSum, source.squaredDeviations), count }
}

/**
 * Coefficient of determination, 1 − Σ (a − y)² / Σ (y − ȳ)²: 1 where every answer is right, 0 for answers no better than the
 * mean, below it for worse ones (Draper and Smith 1998, section 1.3). Targets that are all alike have no spread to explain:
 * 1 where every answer is right, else 0, as scikit-learn's `r2_score` has it.
 * @param residuals Σ (a − y)²
 * @param deviations Σ (y − ȳ)²
 */
export function rSquared(residuals: number, deviations: number): number {
  if (deviations === 0) return residuals === 0 ? 1 : 0
  return 1 - residuals / deviations
}
