import type { Chart, Plugin } from 'chart.js'
import { columnsOf, thickened } from './columns.ts'
import type { Point } from './decimate.ts'
import type { Curve, LineChartState } from './useLineChart.ts'

const DOT = 3.5
/** Points at the edge of the plot stay whole; what lies outside of a part that is looked at does not show. */
const EDGE = 2

/**
 * Draws the curves, the last one on top. Where a line has more points than there is room for, a stroke would fold over itself
 * hundreds of times, and dashes would not be seen: then it is drawn column by column, which takes a twentieth of the time and looks the same.
 */
export function curvesPlugin(state: () => LineChartState | null): Plugin<'line'> {
  return {
    id: 'curves',
    afterDatasetsDraw(chart: Chart) {
      const { ctx, chartArea, scales } = chart
      const { x, y } = scales
      const curves = state()?.curves ?? []
      if (!x || !y) return
      for (const curve of curves) {
        const points = curve.points.map((point) => ({
          x: x.getPixelForValue(point.x),
          y: y.getPixelForValue(point.y),
        }))
        const edge = points.length === 1 ? DOT + EDGE : EDGE
        ctx.save()
        ctx.beginPath()
        ctx.rect(chartArea.left - edge, chartArea.top - edge, chartArea.width + 2 * edge, chartArea.height + 2 * edge)
        ctx.clip()
        if (points.length === 1) dot(ctx, points[0]!, curve)
        else if (points.length > chartArea.width / 2) fill(ctx, points, curve, chart.currentDevicePixelRatio)
        else stroke(ctx, points, curve)
        ctx.restore()
      }
    },
  }
}

/** A single point makes no line: it has to be seen itself. */
function dot(ctx: CanvasRenderingContext2D, { x, y }: Point, { color }: Curve): void {
  ctx.beginPath()
  ctx.arc(x, y, DOT, 0, 2 * Math.PI)
  ctx.fillStyle = color
  ctx.fill()
}

function stroke(ctx: CanvasRenderingContext2D, points: readonly Point[], { color, width, dash = [] }: Curve): void {
  ctx.beginPath()
  for (const { x, y } of points) ctx.lineTo(x, y)
  ctx.setLineDash([...dash])
  ctx.lineWidth = width
  ctx.strokeStyle = color
  ctx.stroke()
}

/**
 * Upright strokes of one pixel of the screen each: canvases have a short way for these.
 * @param ratio pixels of the screen in one of the page
 */
function fill(ctx: CanvasRenderingContext2D, points: readonly Point[], { color, width }: Curve, ratio: number): void {
  const { first, top, bottom } = thickened(
    columnsOf(points.map(({ x, y }) => ({ x: x * ratio, y }))),
    Math.round(width * ratio),
  )
  ctx.beginPath()
  for (const [index, least] of top.entries()) {
    const at = (first + index + 0.5) / ratio
    if (Number.isNaN(least)) continue
    ctx.moveTo(at, least - width / 2)
    ctx.lineTo(at, bottom[index]! + width / 2)
  }
  ctx.lineWidth = 1 / ratio
  ctx.strokeStyle = color
  ctx.stroke()
}
