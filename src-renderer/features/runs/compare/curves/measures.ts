import type { RunHistory, RunSummary } from '../../../../../src-main/contract/types.ts'
import { formatNumber, formatPercent, formatPercentTick, formatTick } from '../../../../ui/format.ts'

export const MEASURES = ['val_loss', 'val_accuracy', 'val_mae', 'loss', 'accuracy', 'mae'] as const
export type Measure = (typeof MEASURES)[number] & keyof RunHistory

export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  ...{ val_loss: 'Validation loss', val_accuracy: 'Validation accuracy', val_mae: 'Validation MAE' },
  ...{ loss: 'Training loss', accuracy: 'Training accuracy', mae: 'Training MAE' },
}

/** What at least one of the runs can have: a regression an error, others an accuracy, and not every run holds pictures back. */
export function offeredMeasures(runs: readonly RunSummary[]): Measure[] {
  const isHeldOut = runs.some(({ metrics, epochsDone }) => metrics.validation !== null || epochsDone === 0)
  const tasks = new Set(runs.map(({ task }) => task))
  return MEASURES.filter(
    (measure) =>
      (isHeldOut || !measure.startsWith('val_')) &&
      (tasks.has('classification') || !measure.endsWith('accuracy')) &&
      (tasks.has('regression') || !measure.endsWith('mae')),
  )
}

export const measureFormat = (measure: Measure) =>
  measure.endsWith('accuracy')
    ? { format: formatPercent, formatTick: formatPercentTick, ceiling: 1 }
    : { format: formatNumber, formatTick }
