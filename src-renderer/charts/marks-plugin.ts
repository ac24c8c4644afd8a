import type { Chart, Plugin } from 'chart.js'
import type { Mark } from './mark.ts'
import type { LineChartState } from './useLineChart.ts'

const LABEL_GAP = 4
const LABEL_HEIGHT = 13

/** Draws the marks: a line each behind the curves, its word at the top before them, one line lower where another stands. */
export function marksPlugin(state: () => LineChartState | null): Plugin<'line'> {
  const places = ({ chartArea: { left, right }, scales: { x } }: Chart, marks: readonly Mark[]) =>
    marks
      .map(({ x: at, label }) => ({ label, pixel: Math.round(x?.getPixelForValue(at) ?? NaN) }))
      .filter(({ pixel }) => pixel >= left && pixel <= right)
      .toSorted((a, b) => a.pixel - b.pixel)
  return {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea } = chart
      const now = state()
      if (!now) return
      ctx.fillStyle = now.colors.mark
      for (const { pixel } of places(chart, now.marks))
        for (let y = chartArea.top; y < chartArea.bottom; y += 5) ctx.fillRect(pixel, y, 1, 3)
    },
    afterDatasetsDraw(chart) {
      const { ctx, chartArea } = chart
      const now = state()
      if (!now) return
      ctx.save()
      ctx.font = `11px ${now.colors.font}`
      ctx.textBaseline = 'top'
      /** Where the last word of every row ends. */
      const ends: number[] = []
      for (const { pixel, label } of places(chart, now.marks)) {
        const width = ctx.measureText(label).width + 2 * LABEL_GAP
        const from = pixel + width > chartArea.right ? pixel - width : pixel + 1
        const row = [0, 1, 2].find((one) => (ends[one] ?? -Infinity) <= from)
        if (row === undefined) continue
        const top = chartArea.top + row * LABEL_HEIGHT
        if (top + LABEL_HEIGHT > chartArea.bottom) continue
        ends[row] = from + width
        ctx.globalAlpha = 0.8
        ctx.fillStyle = now.colors.surface
        ctx.fillRect(from, top, width, LABEL_HEIGHT)
        ctx.globalAlpha = 1
        ctx.fillStyle = now.colors.text
        ctx.fillText(label, from + LABEL_GAP, top + 1)
      }
      ctx.restore()
    },
  }
}
