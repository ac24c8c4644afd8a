import { computed } from 'vue'
import { place } from './axis.ts'
import { decimate, type Drawable, type Line } from './decimate.ts'
import { logRange, valueRange, type Range } from './range.ts'
import type { Series } from './series.ts'
import { smooth } from './smooth.ts'
import { faint, wash, type ChartColors } from './useColors.ts'
import type { Band, Curve } from './useLineChart.ts'

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
    const raw = series.map(({ values, high, x: own = x, ...look }) => {
      const color = averages.value ? faint(colorOf(look, colors)) : colorOf(look, colors)
      const width = averages.value ? 1 : widthOf(look)
      return draw({ x: own, values, high }, { color, width, dash: look.dash })
    })
    const smoothed = (averages.value ?? []).map((values, index) => {
      const { x: own = x, ...look }: Pick<Series, 'kind' | 'x' | 'hue' | 'dash' | 'emphasis'> = series[index] ?? {
        kind: 'single',
      }
      return draw({ x: own, values }, { color: colorOf(look, colors), width: widthOf(look), dash: look.dash })
    })
    const behind = tail ? [draw(tail, { color: colors.line({ kind: 'train' }), width: 1.5, dash: [4, 2] })] : []
    return [...raw, ...behind, ...smoothed]
  })

  const curves = computed(() => drawn.value.map(({ curve }) => curve))
  const bands = computed((): Band[] => {
    const { x, series } = data()
    const { range, isLogX, isLogY, columns, colors } = looks()
    const view = { x: range, isLogX, isLogY, columns: Math.max(1, columns) }
    return series.flatMap(({ band, x: own = x, ...look }) => {
      if (!band || look.emphasis === 'faint') return []
      const edge = (values: Float64Array) => decimate({ x: own, values }, view).points
      return [{ low: edge(band.low), high: edge(band.high), color: wash(colors.line(look)) }]
    })
  })
  /** As the user is told: each value once, whether it is smoothed or not. */
  const leftOut = computed(() => drawn.value.slice(0, data().series.length).reduce((sum, one) => sum + one.leftOut, 0))
  const yRange = computed((): Range => {
    const { isLogY, ceiling, range } = looks()
    const lines = [...curves.value.map(({ points }) => points), ...bands.value.flatMap(({ low, high }) => [low, high])]
    const places = lines.flatMap((points) =>
      points.filter(({ x }) => x >= range.min && x <= range.max).map(({ y }) => y),
    )
    if (isLogY) return logRange(places)
    return valueRange(places, ceiling)
  })
  return { curves, bands, leftOut, yRange }
}

const widthOf = ({ kind, emphasis }: Pick<Series, 'kind' | 'emphasis'>): number =>
  emphasis === 'strong' ? 3 : kind === 'train' ? 1.25 : 2
const colorOf = (look: Pick<Series, 'kind' | 'hue' | 'emphasis'>, colors: ChartColors): string =>
  look.emphasis === 'faint' ? faint(colors.line(look)) : colors.line(look)

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
