import { Chart, LinearScale, type Scale } from 'chart.js'
import { onBeforeUnmount, watchEffect, type ShallowRef } from 'vue'
import { logTicks, valueAtPlace } from './axis.ts'
import type { Point } from './decimate.ts'
import { bandsPlugin } from './bands-plugin.ts'
import { curvesPlugin } from './curves-plugin.ts'
import { drawNever, drawSoon } from './draw-queue.ts'
import type { Mark } from './mark.ts'
import { marksPlugin } from './marks-plugin.ts'
import type { Range } from './range.ts'
import type { ChartColors } from './useColors.ts'

// Axes, their ticks and the grid are its own; curves, areas and marks are drawn by plugins.
Chart.register(LinearScale)

export interface Curve {
  readonly points: Point[]
  readonly color: string
  readonly width: number
  readonly dash?: readonly number[] | undefined
}

/** An area between two lines. */
export interface Band {
  readonly low: readonly Point[]
  readonly high: readonly Point[]
  readonly color: string
}

/** What is to be drawn; every x and y is a place on its axis. */
export interface LineChartState {
  readonly curves: readonly Curve[]
  readonly bands: readonly Band[]
  readonly x: Range
  readonly y: Range
  readonly isLogX: boolean
  readonly isLogY: boolean
  readonly marks: readonly Mark[]
  readonly colors: ChartColors
  readonly formatX: (value: number) => string
  /** Ticks of the x axis stand at whole numbers only. */
  readonly isWholeX: boolean
  readonly formatY: (value: number) => string
}

/** The part of the canvas between the axes, in pixels. */
export interface PlotArea {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const MOST_X_TICKS = 9
const MOST_Y_TICKS = 6

/**
 * Draws `state` into the canvas whenever it changes. The chart itself never enters reactive state.
 * @param onLaidOut hears where the plot lies, after every drawing
 */
export function useLineChart(
  canvas: Readonly<ShallowRef<HTMLCanvasElement | null>>,
  state: () => LineChartState,
  onLaidOut: (area: PlotArea) => void,
): void {
  let chart: Chart<'line'> | null = null
  let now: LineChartState | null = null

  function laidOut({ chartArea: { left, top, width, height } }: Chart<'line'>): void {
    onLaidOut({ left, top, width, height })
  }
  function draw(): void {
    if (!canvas.value || !now) return
    chart ??= new Chart<'line'>(canvas.value, {
      type: 'line',
      data: { datasets: [] },
      plugins: [
        bandsPlugin(() => now),
        curvesPlugin(() => now),
        marksPlugin(() => now),
        { id: 'area', afterLayout: laidOut },
      ],
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        events: [],
      },
    })
    update(chart, now)
  }
  watchEffect(
    () => {
      now = state()
      if (canvas.value) drawSoon(draw)
    },
    { flush: 'post' },
  )
  onBeforeUnmount(() => {
    drawNever(draw)
    chart?.destroy()
  })
}

function update(chart: Chart<'line'>, state: LineChartState): void {
  const { curves, x, y, isLogX, isLogY, isWholeX, colors, formatX, formatY } = state
  const grid = { color: colors.grid, tickColor: colors.grid }
  const border = { color: colors.grid }
  const ticks = {
    // Without values there are no numbers, but their room: nothing moves when the first value comes.
    color: curves.some(({ points }) => points.length > 0) ? colors.text : 'transparent',
    font: { family: colors.font, size: 11 },
    maxRotation: 0,
    includeBounds: false,
  }
  chart.options.scales = {
    x: {
      type: 'linear',
      ...x,
      grid: { ...grid, display: false },
      border,
      ...(isLogX ? { afterBuildTicks: logarithmic(x, MOST_X_TICKS) } : {}),
      ticks: {
        ...ticks,
        maxTicksLimit: MOST_X_TICKS,
        ...(isWholeX && !isLogX ? { precision: 0 } : {}),
        callback: (at) => formatX(valueAtPlace(Number(at), isLogX)),
      },
    },
    y: {
      type: 'linear',
      ...y,
      grid,
      border,
      ...(isLogY ? { afterBuildTicks: logarithmic(y, MOST_Y_TICKS) } : {}),
      afterFit: (axis) => (axis.width = 48),
      ticks: {
        ...ticks,
        maxTicksLimit: MOST_Y_TICKS,
        callback: (at) => formatY(valueAtPlace(Number(at), isLogY)),
      },
    },
  }
  chart.update('none')
}

function logarithmic(range: Range, most: number): (axis: Scale) => void {
  const places = logTicks(range, most)
  return (axis) => void (axis.ticks = places.map((value) => ({ value })))
}
