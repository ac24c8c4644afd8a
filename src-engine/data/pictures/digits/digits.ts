import { createRng, type Rng } from '../../../train/rng.ts'
import { labelOf, type DrawnPictures } from '../drawn-pictures.ts'
import { GLYPHS, type Glyph } from './glyphs.ts'
import { within, write } from './hand.ts'
import { ink, type Pen } from './ink.ts'
import type { Point } from './stroke.ts'

const SEED = 1998
const COUNT = 10_000
const SIDE = 28
/** Digits fit into a box of this side, as those of MNIST do (LeCun et al. 1998, section III.A). */
const BOX = 20
/** Where the centre of mass lies, in pixels from the corner: in the centre of the fifteenth, as in MNIST. */
const MIDDLE = 14.5

/**
 * Written digits, white on black, of the size and at the place that those of MNIST have: each fits into 20 × 20 pixels, and
 * its centre of mass is in the middle.
 */
export const drawnDigits: DrawnPictures = {
  classes: GLYPHS.map((_, digit) => String(digit)),
  shape: [SIDE, SIDE, 1],
  count: COUNT,
  draw(index) {
    const rng = createRng(SEED, 'data', index)
    const glyph = oneOf(GLYPHS[labelOf(drawnDigits, index)] ?? [], rng)
    const pen: Pen = {
      width: Math.max(1.2, 2.5 + 0.9 * within(rng, 2.8)),
      fade: 0.9 + 0.5 * rng.uniform(),
      roughness: 0.3 * rng.uniform(),
    }
    return centred(ink(fitted(write(glyph, rng), pen), SIDE, pen, rng))
  },
}

/** A pen as these digits are drawn with on the average, with a clean edge. */
const PLAIN_PEN: Pen = { width: 2.5, fade: 1.15, roughness: 0 }

/**
 * A digit of somebody's own hand as a picture like these: the same size, at the same place, from a plain pen.
 * @param lines in any units, x to the right and y down; a point alone is a dot
 * @returns (28, 28) samples: 255 for full ink; empty paper where there is no line
 */
export function digitOf(lines: readonly (readonly Point[])[]): Uint8Array {
  const drawn = lines.filter(({ length }) => length > 0).map((line) => (line.length === 1 ? [...line, ...line] : line))
  if (drawn.length === 0) return new Uint8Array(SIDE * SIDE)
  return centred(ink(fitted(drawn, PLAIN_PEN), SIDE, PLAIN_PEN, createRng(SEED, 'data')))
}

function oneOf(glyphs: readonly Glyph[], rng: Rng): Glyph {
  let rest = rng.uniform() * glyphs.reduce((sum, { weight }) => sum + weight, 0)
  return glyphs.find(({ weight }) => (rest -= weight) < 0) ?? glyphs[0]!
}

/** The lines in pixels: their longer side with the pen's width fills the box, in the middle of the picture. */
function fitted(lines: readonly (readonly Point[])[], { width }: Pen): Point[][] {
  const extent = (k: 0 | 1): { low: number; high: number } => {
    const all = lines.flatMap((line) => line.map((point) => point[k]))
    return { low: Math.min(...all), high: Math.max(...all) }
  }
  const [across, down] = [extent(0), extent(1)]
  // A dot has no extent, and stays where it is.
  const scale = (BOX - width) / (Math.max(across.high - across.low, down.high - down.low) || 1)
  const [x0, y0] = [(across.low + across.high) / 2, (down.low + down.high) / 2]
  return lines.map((line) => line.map(([x, y]): Point => [MIDDLE + scale * (x - x0), MIDDLE + scale * (y - y0)]))
}

/** Moved by whole pixels until the centre of mass is in the middle. */
function centred(pixels: Uint8Array): Uint8Array {
  let [mass, sumX, sumY] = [0, 0, 0]
  for (const [at, value] of pixels.entries()) {
    mass += value
    sumX += value * ((at % SIDE) + 0.5)
    sumY += value * (Math.floor(at / SIDE) + 0.5)
  }
  const [right, down] = [Math.round(MIDDLE - sumX / mass), Math.round(MIDDLE - sumY / mass)]
  const moved = new Uint8Array(pixels.length)
  for (let y = Math.max(0, down); y < Math.min(SIDE, SIDE + down); y++)
    for (let x = Math.max(0, right); x < Math.min(SIDE, SIDE + right); x++)
      moved[y * SIDE + x] = pixels[(y - down) * SIDE + x - right]!
  return moved
}
