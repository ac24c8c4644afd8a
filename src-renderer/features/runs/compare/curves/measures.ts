import type { RunHistory, RunSummary } from '../../../../../src-main/contract/types.ts'
import { formatNumber, formatPercent, formatPercentTick, formatTick } from '../../../../ui/format.ts'

export const MEASURES = ['val_loss', 'val_accuracy', 'loss', 'accuracy'] as const
export type Measure = (typeof MEASURES)[number] & keyof RunHistory

export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  ...{ val_loss: 'Validation loss', val_accuracy: 'Validation accuracy' },
  ...{ loss: 'Training loss', accuracy: 'Training accuracy' },
}

/** What at least one of the runs can have: a regression has no accuracy, and not every run holds pictures back. */
export function offeredMeasures(runs: readonly RunSummary[]): Measure[] {
  const isHeldOut = runs.some(({ metrics, epochsDone }) => metrics.validation !== null || epochsDone === 0)
  const isShare = runs.some(({ task }) => task !== 'regression')
  return MEASURES.filter(
    (measure) => (isHeldOut || !measure.startsWith('val_')) && (isShare || !measure.endsWith('accuracy')),
  )
}

export const measureFormat = (measure: Measure) =>
  measure.endsWith('accuracy')
    ? { format: formatPercent, formatTick: formatPercentTick, ceiling: 1 }
    : { format: formatNumber, formatTick }
