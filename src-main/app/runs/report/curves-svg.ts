import { html, Html } from './html.ts'

export interface Curve {
  readonly name: string
  /** Epochs, rising. */
  readonly x: Float64Array
  /** The least and the most of what each point stands for; NaN where there is nothing. */
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Okabe and Ito's palette, blue first, darkened where white paper asks for it. */
const COLORS = ['#0072b2', '#c47f00', '#009e73', '#d55e00', '#bd6897', '#2e91c9', '#5c5c5c']
const [WIDTH, HEIGHT] = [720, 320]
const ROOM = { left: 56, right: 12, top: 28, bottom: 36 }

/** Colour and dashes of a curve among many: after all colours, dashed. */
export const strokeOf = (index: number): { color: string; dashes: string } => ({
  color: COLORS[index % COLORS.length] ?? '#000',
  dashes: ['', '6 3', '2 2'][Math.floor(index / COLORS.length) % 3] ?? '',
})

/** Curves over epochs as a picture that stands alone: axes with round numbers, and where the axis does not start at zero it says so. */
export function curvesSvg(title: string, curves: readonly Curve[]): Html {
  const values = curves.flatMap(({ low, high }) => [...low, ...high]).filter(Number.isFinite)
  if (values.length === 0) return html`<p>${title}: there is nothing to draw.</p>`
  const y = roundAxis(Math.min(...values), Math.max(...values))
  const lastEpoch = Math.max(1, ...curves.map(({ x }) => x.at(-1) ?? 0))
  const x = roundAxis(0, lastEpoch)
  const atX = (value: number): number =>
    ROOM.left + ((value - x.low) / (x.high - x.low)) * (WIDTH - ROOM.left - ROOM.right)
  const atY = (value: number): number =>
    HEIGHT - ROOM.bottom - ((value - y.low) / (y.high - y.low)) * (HEIGHT - ROOM.top - ROOM.bottom)
  const note = y.low > 0 ? `, axis starts at ${plain(y.low)}` : ''
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    font-family="system-ui, sans-serif"
    font-size="11"
  >
    <title>${title}</title>
    <text x="${ROOM.left}" y="16" font-size="13" fill="currentColor">${title}${note}</text>
    ${y.ticks.map(
      (tick) =>
        html`<line
            x1="${ROOM.left}"
            x2="${WIDTH - ROOM.right}"
            y1="${atY(tick).toFixed(1)}"
            y2="${atY(tick).toFixed(1)}"
            stroke="#8886"
          /><text x="${ROOM.left - 6}" y="${(atY(tick) + 4).toFixed(1)}" text-anchor="end" fill="currentColor"
            >${plain(tick)}</text
          >`,
    )}
    ${x.ticks.map(
      (tick) =>
        html`<text x="${atX(tick).toFixed(1)}" y="${HEIGHT - ROOM.bottom + 16}" text-anchor="middle" fill="currentColor"
          >${plain(tick)}</text
        >`,
    )}
    <text x="${WIDTH / 2}" y="${HEIGHT - 4}" text-anchor="middle" fill="currentColor">epoch</text>
    ${curves.map((curve, index) => {
      const { color, dashes } = strokeOf(index)
      return html`<path
        d="${pathOf(curve, atX, atY)}"
        fill="none"
        stroke="${color}"
        stroke-width="1.5"
        stroke-dasharray="${dashes}"
        ><title>${curve.name}</title></path
      >`
    })}
  </svg>`
}

/** Through the least and the most of every point; NaN parts the line. */
function pathOf({ x, low, high }: Curve, atX: (x: number) => number, atY: (y: number) => number): string {
  let path = ''
  let isDrawn = false
  for (const [index, epoch] of x.entries()) {
    const ends = [low[index] ?? NaN, high[index] ?? NaN]
    if (!ends.every(Number.isFinite)) {
      isDrawn = false
      continue
    }
    for (const value of new Set(ends)) {
      path += `${isDrawn ? 'L' : 'M'}${atX(epoch).toFixed(1)} ${atY(value).toFixed(1)}`
      isDrawn = true
    }
  }
  return path
}

interface Axis {
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
}

/** An axis whose ends and ticks are multiples of 1, 2 or 5 times a power of ten. */
function roundAxis(low: number, high: number): Axis {
  const span = high - low || Math.abs(high) || 1
  const power = 10 ** Math.floor(Math.log10(span / 4))
  const step = power * ([1, 2, 5, 10].find((factor) => span / (factor * power) <= 5) ?? 10)
  const first = Math.floor(low / step + 1e-9)
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9))
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
  return { low: first * step, high: last * step, ticks }
}

const plain = (value: number): string => String(Number(value.toPrecision(6)))
