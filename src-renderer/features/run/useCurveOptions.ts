import { useLocalStorage } from '@vueuse/core'
import { AXES, type AxisName } from './curve-axis.ts'

export const CHARTS = ['loss', 'accuracy', 'rate', 'speed'] as const
export type ChartName = (typeof CHARTS)[number]

export interface CurveOptions<Chart extends string = ChartName> {
  charts: Chart[]
  x: AxisName
  /** Weight of the moving average, 0 for none. */
  smoothing: number
  isLogX: boolean
  isLogY: boolean
}

export const CHART_NAMES: Readonly<Record<ChartName, string>> = {
  ...{ loss: 'Loss', accuracy: 'Accuracy', rate: 'Rate', speed: 'Speed' },
}

const KEY = 'glassbox.run.curves'
const usual = (): CurveOptions => ({
  ...{ charts: ['loss', 'accuracy'], x: 'epoch', smoothing: 0, isLogX: false, isLogY: false },
})

/** How curves are drawn, the same for all runs; kept over a restart. */
export function useCurveOptions() {
  return useLocalStorage<CurveOptions>(KEY, usual(), {
    mergeDefaults: (stored, defaults) => ({
      charts: CHARTS.filter((chart) => (stored.charts ?? defaults.charts).includes(chart)),
      x: AXES.includes(stored.x) ? stored.x : defaults.x,
      smoothing: stored.smoothing >= 0 && stored.smoothing < 1 ? stored.smoothing : defaults.smoothing,
      isLogX: stored.isLogX === true,
      isLogY: stored.isLogY === true,
    }),
  })
}
