import { useLocalStorage } from '@vueuse/core'
import { AXES } from '../../../run/curve-axis.ts'
import type { CurveOptions } from '../../../run/useCurveOptions.ts'
import { MEASURES, type Measure } from './measures.ts'

export interface CompareOptions extends CurveOptions<Measure> {
  /** Runs that differ in their seed alone are one line with its spread. */
  withBands: boolean
}

const usual = (): CompareOptions => ({
  ...{
    charts: ['val_loss', 'val_accuracy', 'val_mae'],
    x: 'epoch',
    smoothing: 0,
    isLogX: false,
    isLogY: false,
    withBands: true,
  },
})

/** How compared curves are drawn; kept over a restart. */
export function useCompareOptions() {
  return useLocalStorage<CompareOptions>('glassbox.compare.curves', usual(), {
    mergeDefaults: (stored, defaults) => ({
      charts: MEASURES.filter((measure) => (stored.charts ?? defaults.charts).includes(measure)),
      x: AXES.includes(stored.x) ? stored.x : defaults.x,
      smoothing: stored.smoothing >= 0 && stored.smoothing < 1 ? stored.smoothing : defaults.smoothing,
      ...{ isLogX: stored.isLogX === true, isLogY: stored.isLogY === true, withBands: stored.withBands !== false },
    }),
  })
}
