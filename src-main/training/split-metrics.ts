import type { TableSpec } from '../../src-engine/spec/data.ts'
import type { Metrics } from '../../src-engine/train/metrics.ts'
import type { SplitMetrics } from '../contract/types.ts'

/** The engine's figures as they are told: the error of a regression in the target's own unit, whatever it was scaled to. */
export function splitMetrics(metrics: Metrics, table: TableSpec | null): SplitMetrics {
  const { loss, count, meanAbsoluteError, rSquared } = metrics
  if (meanAbsoluteError === undefined || rSquared === undefined) return { loss, accuracy: metrics.accuracy, count }
  const factor = table?.statistics?.target?.factor ?? 1
  return { loss, accuracy: null, meanAbsoluteError: meanAbsoluteError / factor, rSquared, count }
}
