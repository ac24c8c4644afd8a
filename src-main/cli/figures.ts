import type { SplitMetrics } from '../contract/types.ts'
import { loss, percent } from './output.ts'

/** How good a run is on a split: the accuracy, or of a regression the mean absolute error and R². */
export function figures(metrics: SplitMetrics | null | undefined): string {
  if (metrics?.meanAbsoluteError === undefined) return percent(metrics?.accuracy)
  return `${loss(metrics.meanAbsoluteError)} off (R² ${(metrics.rSquared ?? NaN).toFixed(3)})`
}
