import type { Task } from '../../../src-engine/spec/data.ts'
import type { RunChange } from '../../../src-engine/spec/run-changes.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { CurveHistory } from '../../../src-main/contract/curve-history.ts'
import type { Series } from '../../charts/series.ts'
import { formatCount, formatNumber, formatPercent, formatPercentTick, formatTick } from '../../ui/format.ts'
import { rateSeries, speedSeries, splitSeries } from './curve-series.ts'

import type { ChartName } from './useCurveOptions.ts'

interface CurveChart {
  readonly name: ChartName | 'mae'
  readonly title: string
  readonly series: readonly Series[]
  readonly format: (value: number) => string
  readonly formatTick: (value: number) => string
  /** A value that the axis never passes. */
  readonly ceiling?: number
}

/**
 * What the chosen charts of a run show; of a regression its mean absolute error in place of an accuracy.
 * @param count examples of the training split; null while it is not known
 */
export function curveCharts(
  names: readonly ChartName[],
  task: Task,
  history: CurveHistory,
  training: TrainingSpec | null,
  changes: readonly RunChange[],
  count: number | null,
): CurveChart[] {
  const chart = (name: ChartName): CurveChart => {
    switch (name) {
      case 'loss':
        return { name, title: 'Loss', series: splitSeries(history, 'loss'), format: formatNumber, formatTick }
      case 'accuracy': {
        if (task === 'regression') {
          const series = splitSeries(history, 'mae')
          return { name: 'mae', title: 'Mean absolute error', series, format: formatNumber, formatTick }
        }
        const series = splitSeries(history, 'accuracy')
        return { name, title: 'Accuracy', series, format: formatPercent, formatTick: formatPercentTick, ceiling: 1 }
      }
      case 'rate': {
        const series = rateSeries(history, training, changes, count)
        return { name, title: 'Learning rate', series, format: formatNumber, formatTick }
      }
      case 'speed':
        return {
          name,
          title: 'Speed',
          series: speedSeries(history, count),
          format: formatCount,
          formatTick,
        }
    }
  }
  return names.map(chart)
}
