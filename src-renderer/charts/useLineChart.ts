import { Chart, LinearScale, LineController, LineElement, PointElement, type Plugin } from 'chart.js'
import { onBeforeUnmount, watchEffect, type ShallowRef } from 'vue'
import { decimate, type Point } from './decimate.ts'
import type { Range } from './range.ts'

Chart.register(LineController, LineElement, PointElement, LinearScale)

export interface Curve {
  readonly points: readonly Point[]
  readonly color: string
  readonly width: number
}

export interface LineChartState {
  readonly curves: readonly Curve[]
  readonly x: Range
  readonly y: Range
  /** x of the crosshair. */
  readonly cursor: number | null
  /** x of a place that is marked for good. */
  readonly mark: number | null
  readonly colors: {
    readonly grid: string
    readonly text: string
    readonly cursor: string
    readonly mark: string
    readonly font: string
  }
  readonly formatX: (value: number) => string
  readonly formatY: (value: number) => string
}

/** Draws `state` into the canvas whenever it changes. The chart itself never enters reactive state. */
export function useLineChart(canvas: Readonly<ShallowRef<HTMLCanvasElement | null>>, state: () => LineChartState) {
  let chart: Chart<'line', Point[]> | null = null
  let now: LineChartState | null = null

  const lines: Plugin<'line'> = {
    id: 'lines',
    afterDatasetsDraw({ ctx, chartArea, scales }) {
      const { x } = scales
      if (!x || !now) return
      const line = (at: number | null, color: string, width: number): void => {
        if (at === null) return
        ctx.fillStyle = color
        ctx.fillRect(Math.round(x.getPixelForValue(at)), chartArea.top, width, chartArea.height)
      }
      line(now.mark, now.colors.mark, 2)
      line(now.cursor, now.colors.cursor, 1)
    },
  }

  watchEffect(
    () => {
      now = state()
      if (!canvas.value) return
      chart ??= new Chart<'line', Point[]>(canvas.value, {
        type: 'line',
        data: { datasets: [] },
        plugins: [lines],
        options: {
          animation: false,
          parsing: false,
          normalized: true,
          responsive: true,
          maintainAspectRatio: false,
          events: [],
        },
      })
      update(chart, now)
    },
    { flush: 'post' },
  )
  onBeforeUnmount(() => chart?.destroy())

  /** The x value under a place on the screen, or null outside of the plot. */
  function valueAt(clientX: number): number | null {
    const box = canvas.value?.getBoundingClientRect()
    const scale = chart?.scales.x
    return box && scale ? (scale.getValueForPixel(clientX - box.left) ?? null) : null
  }
  return { valueAt }
}

function update(chart: Chart<'line', Point[]>, { curves, x, y, colors, formatX, formatY }: LineChartState): void {
  const buckets = Math.max(1, Math.floor((chart.width || 600) / 2))
  chart.data.datasets = curves.map(({ points, color, width }) => ({
    data: [...decimate(points, buckets)],
    borderColor: color,
    backgroundColor: color,
    borderWidth: width,
    // A single point makes no line: it has to be seen itself.
    pointRadius: points.length === 1 ? 3.5 : 0,
    tension: 0,
    // Points at the edge of the plot stay whole.
    clip: 6,
  }))
  const font = { family: colors.font, size: 11 }
  const grid = { color: colors.grid, tickColor: colors.grid }
  const border = { color: colors.grid }
  const ticks = {
    color: colors.text,
    font,
    maxRotation: 0,
    includeBounds: false,
    display: curves.some(({ points }) => points.length > 0),
  }
  chart.options.scales = {
    x: {
      type: 'linear',
      ...x,
      grid: { ...grid, display: false },
      border,
      ticks: { ...ticks, precision: 0, maxTicksLimit: 9, callback: (value) => formatX(Number(value)) },
    },
    y: {
      type: 'linear',
      ...y,
      grid,
      border,
      afterFit: (axis) => (axis.width = 48),
      ticks: { ...ticks, maxTicksLimit: 6, callback: (value) => formatY(Number(value)) },
    },
  }
  chart.update('none')
}
