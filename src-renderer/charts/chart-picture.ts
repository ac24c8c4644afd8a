import type { ChartColors } from './useColors.ts'

const MARGIN = 16
const TITLE_HEIGHT = 22
const LEGEND_HEIGHT = 20
const AXIS_NAME_HEIGHT = 18

interface Picture {
  readonly title: string
  /** What the chart says of its axes and its smoothing. */
  readonly notes: string
  readonly xName: string
  readonly legend: readonly { readonly name: string; readonly color: string; readonly width: number }[]
  readonly colors: ChartColors
}

/** The chart as it is on the screen, with its title, its legend and the names of its axes, on the page's background. */
export function chartPicture(chart: HTMLCanvasElement, { title, notes, xName, legend, colors }: Picture) {
  const scale = chart.width / Math.max(1, chart.clientWidth)
  const width = chart.clientWidth + 2 * MARGIN
  const top = MARGIN + TITLE_HEIGHT + LEGEND_HEIGHT
  const height = top + chart.clientHeight + AXIS_NAME_HEIGHT + MARGIN
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d')
  if (!context) return canvas
  context.scale(scale, scale)
  context.fillStyle = colors.surface
  context.fillRect(0, 0, width, height)
  context.textBaseline = 'top'

  context.font = `600 13px ${colors.font}`
  context.fillStyle = colors.title
  context.fillText(title, MARGIN, MARGIN)
  const titleWidth = context.measureText(title).width
  context.font = `12px ${colors.font}`
  context.fillStyle = colors.text
  context.fillText(notes, MARGIN + titleWidth + 12, MARGIN + 1)
  let left = MARGIN
  for (const { name, color, width: lineWidth } of legend) {
    const y = MARGIN + TITLE_HEIGHT
    context.fillStyle = color
    context.fillRect(left, y + 7 - lineWidth / 2, 16, lineWidth)
    context.fillStyle = colors.text
    context.fillText(name, left + 22, y)
    left += 22 + context.measureText(name).width + 16
  }
  context.drawImage(chart, MARGIN, top, chart.clientWidth, chart.clientHeight)
  context.textAlign = 'right'
  context.fillText(xName, width - MARGIN, top + chart.clientHeight + 4)
  return canvas
}
