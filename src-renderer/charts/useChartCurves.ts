import { computed } from 'vue'
import { place } from './axis.ts'
import { decimate, type Drawable, type Line } from './decimate.ts'
import { logRange, valueRange, type Range } from './range.ts'
import type { Series } from './series.ts'
import { smooth } from './smooth.ts'
import { faint, type ChartColors } from './useColors.ts'
import type { Curve } from './useLineChart.ts'

export interface ChartData {
  readonly x: Float64Array
  readonly series: readonly Series[]
  /** A curve of its own x behind the others: the epoch under way. */
  readonly tail: Line | null
  /** Weight of the moving average, 0 for none. */
  readonly smoothing: number
}

export interface ChartLooks {
  /** Part of the x axis in view, as places. */
  readonly range: Range
  readonly isLogX: boolean
  readonly isLogY: boolean
  readonly columns: number
  readonly ceiling: number | undefined
  readonly colors: ChartColors
}

interface Drawn extends Drawable {
  readonly curve: Curve
}

/** What of the series is drawn, thinned to what fits the pixels, and the range of values that it has. */
export function useChartCurves(data: () => ChartData, looks: () => ChartLooks) {
  /** Kept apart: the average of a million values is worked out when they change, not at every turn of the wheel. */
  const averages = computed(() => {
    const { series, smoothing } = data()
    return smoothing === 0 ? null : series.map((one) => smooth(middles(one), smoothing))
  })
  const drawn = computed((): Drawn[] => {
    const { x, series, tail } = data()
    const { range, isLogX, isLogY, columns, colors } = looks()
    const view = { x: range, isLogX, isLogY, columns: Math.max(1, columns) }
    const draw = (line: Line, look: Omit<Curve, 'points'>): Drawn => {
      const { points, leftOut } = decimate(line, view)
      return { points, leftOut, curve: { points, ...look } }
    }
    const raw = series.map(({ values, high, ...look }) => {
      const color = averages.value ? faint(colors.line(look)) : colors.line(look)
      return draw({ x, values, high }, { color, width: averages.value ? 1 : widthOf(look) })
    })
    const smoothed = (averages.value ?? []).map((values, index) => {
      const look = series[index] ?? { kind: 'single' }
      return draw({ x, values }, { color: colors.line(look), width: widthOf(look) })
    })
    const behind = tail ? [draw(tail, { color: colors.line({ kind: 'train' }), width: 1.5, dash: [4, 2] })] : []
    return [...raw, ...behind, ...smoothed]
  })

  const curves = computed(() => drawn.value.map(({ curve }) => curve))
  /** As the user is told: each value once, whether it is smoothed or not. */
  const leftOut = computed(() => drawn.value.slice(0, data().series.length).reduce((sum, one) => sum + one.leftOut, 0))
  const yRange = computed((): Range => {
    const { isLogY, ceiling, range } = looks()
    const places = drawn.value.flatMap(({ points }) =>
      points.filter(({ x }) => x >= range.min && x <= range.max).map(({ y }) => y),
    )
    if (isLogY) return logRange(places)
    return valueRange(places, ceiling)
  })
  return { curves, leftOut, yRange }
}

const widthOf = ({ kind }: Pick<Series, 'kind'>): number => (kind === 'train' ? 1.25 : 2)

/** Of many values in one place the middle between the least and the most. */
function middles({ values, high }: Series): Float64Array {
  return high ? values.map((low, index) => (low + (high[index] ?? low)) / 2) : values
}

/** The x axis from end to end, as places: from 0, and as far as is planned; a logarithmic one as far as there are values. */
export function wholeAxis(x: Float64Array, tail: Line | null, isLog: boolean, reach: number): Range {
  const first = Math.min(x[0] ?? Infinity, tail?.x[0] ?? Infinity)
  const last = Math.max(x.at(-1) ?? -Infinity, tail?.x.at(-1) ?? -Infinity)
  if (!isLog) return { min: Math.min(0, first), max: Math.max(last, reach) || 1 }
  if (first > last) return { min: 0, max: 1 }
  const [min, max] = [place(first, true), place(last, true)]
  return min < max ? { min, max } : { min: min - 0.5, max: max + 0.5 }
}
