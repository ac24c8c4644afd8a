export type Theme = 'light' | 'dark'
export type Rgb = readonly [red: number, green: number, blue: number]

/** OKLab coordinates: lightness, green–red, blue–yellow. */
type Oklab = readonly [number, number, number]

/** Steps from zero to the limit: more than eight bits of a screen can show. */
const STEPS = 255
const NOT_A_NUMBER: Rgb = [255, 0, 255]

/** [positive, neutral, negative] as lightness, chroma, hue: equal lightness at both ends, the panel's surface between. */
const ENDS: Record<Theme, readonly [Oklab, Oklab, Oklab]> = {
  light: [oklch(0.55, 0.15, 250), oklch(1, 0, 250), oklch(0.55, 0.13, 60)],
  dark: [oklch(0.78, 0.12, 250), oklch(0.2, 0.012, 255), oklch(0.78, 0.14, 60)],
}

const TABLES: Record<Theme, readonly Rgb[]> = { light: table(ENDS.light), dark: table(ENDS.dark) }

/** The same colours as opaque RGBA words in this machine's byte order, by `signedStep`: for drawing many at once. */
export const SIGNED_WORDS: Record<Theme, Uint32Array> = { light: words(TABLES.light), dark: words(TABLES.dark) }

/**
 * Colour of a signed quantity: blue for positive, orange for negative, the surface for zero, the same everywhere.
 * @param limit the absolute value that gets the full colour; beyond it the colour stays. Zero gives the surface.
 * @returns three bytes; magenta for NaN, which nothing else has.
 */
export function signedColor(value: number, limit: number, theme: Theme): Rgb {
  return TABLES[theme][signedStep(value, limit)] ?? NOT_A_NUMBER
}

/** Position of a value in the table: 0 at −limit, one past the end for NaN. */
export function signedStep(value: number, limit: number): number {
  if (Number.isNaN(value)) return 2 * STEPS + 1
  if (limit <= 0) return STEPS
  return STEPS + Math.round(Math.max(-1, Math.min(1, value / limit)) * STEPS)
}

/**
 * Three numbers as one colour: each channel is grey at zero, full at the limit and dark at minus the limit.
 * @returns an opaque RGBA word in this machine's byte order; that of `signedColor` for NaN
 */
export function colorWord(red: number, green: number, blue: number, limit: number): number {
  if (Number.isNaN(red + green + blue)) return SIGNED_WORDS.light.at(-1) ?? 0
  const channel = (value: number): number =>
    Math.round(127.5 * (1 + (limit > 0 ? Math.max(-1, Math.min(1, value / limit)) : 0)))
  COLOR_BYTES.set([channel(red), channel(green), channel(blue), 255])
  return COLOR_WORD[0] ?? 0
}
const COLOR_WORD = new Uint32Array(1)
const COLOR_BYTES = new Uint8Array(COLOR_WORD.buffer)

function words(colors: readonly Rgb[]): Uint32Array {
  const bytes = [...colors, NOT_A_NUMBER].flatMap((color) => [...color, 255])
  return new Uint32Array(Uint8Array.from(bytes).buffer)
}

function table([positive, neutral, negative]: readonly [Oklab, Oklab, Oklab]): Rgb[] {
  return Array.from({ length: 2 * STEPS + 1 }, (_, index) => {
    const share = (index - STEPS) / STEPS
    return toRgb(mix(neutral, share < 0 ? negative : positive, Math.abs(share)))
  })
}

function mix(from: Oklab, to: Oklab, share: number): Oklab {
  const at = (axis: 0 | 1 | 2): number => from[axis] + (to[axis] - from[axis]) * share
  return [at(0), at(1), at(2)]
}

function oklch(lightness: number, chroma: number, hue: number): Oklab {
  const angle = (hue * Math.PI) / 180
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]
}

/** Björn Ottosson, "A perceptual color space for image processing" (2020), then the sRGB transfer curve. */
function toRgb([lightness, a, b]: Oklab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

function toByte(linear: number): number {
  const clamped = Math.max(0, Math.min(1, linear))
  const encoded = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055
  return Math.round(encoded * 255)
}
