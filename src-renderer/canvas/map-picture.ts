import { formatSigned } from '../ui/format.ts'
import { signedColor, type Theme } from './colormap.ts'
import type { Ink } from './network/ink.ts'

const MARGIN = 16
const HEAD = 24
const FOOT = 28
const SCALE_WIDTH = 160
const SCALE_HEIGHT = 10

interface Picture {
  readonly title: string
  /** The number that has the full colour. */
  readonly limit: number
  readonly theme: Theme
  readonly ink: Ink
  /** Its scale in words, where it is no signed map. */
  readonly scale: string | null
}

/** A map as it is on the screen, with its name and its scale, on the page's background. */
export function mapPicture(map: HTMLCanvasElement, { title, limit, theme, ink, scale }: Picture): HTMLCanvasElement {
  const ratio = map.width / Math.max(1, map.clientWidth)
  const width = Math.max(map.clientWidth, 2 * SCALE_WIDTH) + 2 * MARGIN
  const height = map.clientHeight + 2 * MARGIN + HEAD + FOOT
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext('2d')
  if (!context) return canvas
  context.scale(ratio, ratio)
  context.fillStyle = ink.surface
  context.fillRect(0, 0, width, height)
  context.textBaseline = 'top'
  context.font = `600 13px ${ink.font}`
  context.fillStyle = ink.text
  context.fillText(title, MARGIN, MARGIN)
  context.drawImage(map, MARGIN, MARGIN + HEAD, map.clientWidth, map.clientHeight)

  const top = MARGIN + HEAD + map.clientHeight + 12
  context.font = `12px ${ink.font}`
  if (scale !== null) {
    context.fillText(scale, MARGIN, top)
    return canvas
  }
  const least = formatSigned(-limit)
  const left = MARGIN + context.measureText(least).width + 8
  context.fillText(least, MARGIN, top)
  context.fillText(formatSigned(limit), left + SCALE_WIDTH + 8, top)
  for (let x = 0; x < SCALE_WIDTH; x++) {
    const [red, green, blue] = signedColor((2 * x) / (SCALE_WIDTH - 1) - 1, 1, theme)
    context.fillStyle = `rgb(${red} ${green} ${blue})`
    context.fillRect(left + x, top, 1, SCALE_HEIGHT)
  }
  context.strokeStyle = ink.line
  context.strokeRect(left - 0.5, top - 0.5, SCALE_WIDTH + 1, SCALE_HEIGHT + 1)
  return canvas
}
