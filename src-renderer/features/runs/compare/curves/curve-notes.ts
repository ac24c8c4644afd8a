import { plural } from '../../../../ui/format.ts'
import { lastEpochs } from '../../../run/history.ts'
import { MEASURE_NAMES, type Measure } from './measures.ts'
import type { ComparedCurve } from './useComparedCurves.ts'

/** What the charts cannot show of some runs, and why. */
export function curveNotes(
  curves: readonly ComparedCurve[],
  measures: readonly Measure[],
  left: { readonly count: number; readonly axis: string },
): string[] {
  const names = (some: readonly ComparedCurve[]): string =>
    some.length <= 3 ? some.map(({ run }) => `“${run.name}”`).join(', ') : plural(some.length, 'run')
  const started = curves.filter(({ history }) => history.epoch.length > 0)
  const empty = curves.filter(({ history }) => history.epoch.length === 0)
  const missing = measures.flatMap((measure) => {
    const without = started.filter(({ history }) => history[measure].every(Number.isNaN))
    return without.length > 0 && without.length < started.length
      ? [`No ${MEASURE_NAMES[measure].toLowerCase()}: ${names(without)}.`]
      : []
  })
  const broken = started.flatMap(({ run, history }) => {
    const at = Math.min(
      ...measures.flatMap((measure) => {
        const found = history[measure].findIndex(Number.isNaN)
        return found > 0 ? [found] : []
      }),
    )
    return Number.isFinite(at) ? [`“${run.name}” has no number from epoch ${lastEpochs(history)[at]} on.`] : []
  })
  const isMixed = new Set(curves.map(({ run }) => run.task)).size > 1
  return [
    ...(isMixed && measures.some((measure) => measure.endsWith('loss'))
      ? ['The losses of classifications and of regressions are not of one kind: only their shapes can be compared.']
      : []),
    ...(empty.length > 0 ? [`No saved epoch: ${names(empty)}.`] : []),
    ...(left.count > 0 ? [`${plural(left.count, 'run')} without an axis by ${left.axis}.`] : []),
    ...missing,
    ...broken,
  ]
}
