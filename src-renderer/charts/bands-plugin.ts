import type { Chart, Plugin } from 'chart.js'
import type { LineChartState } from './useLineChart.ts'

/** Fills the areas behind the curves. */
export function bandsPlugin(state: () => LineChartState | null): Plugin<'line'> {
  return {
    id: 'bands',
    beforeDatasetsDraw({ ctx, chartArea, scales: { x, y } }: Chart) {
      const bands = state()?.bands ?? []
      if (!x || !y || bands.length === 0) return
      ctx.save()
      ctx.beginPath()
      ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height)
      ctx.clip()
      for (const { low, high, color } of bands) {
        ctx.beginPath()
        for (const point of [...high, ...low.toReversed()])
          ctx.lineTo(x.getPixelForValue(point.x), y.getPixelForValue(point.y))
        ctx.fillStyle = color
        ctx.fill()
      }
      ctx.restore()
    },
  }
}
