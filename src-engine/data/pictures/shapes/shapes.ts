import { sineAndCosine } from '../../../train/elementary.ts'
import { createRng, type Rng } from '../../../train/rng.ts'
import { labelOf, type DrawnPictures } from '../drawn-pictures.ts'
import { anyBackground, brightColour, darkColour, related } from './colours.ts'
import { OUTLINES, type Outline } from './outlines.ts'

const SEED = 1912
const COUNT = 6000
const SIDE = 32
/** Samples of a pixel in each direction: its share of the shape's colour comes in so many steps squared. */
const SAMPLES = 3
/** How far the widest outline reaches. */
const LARGEST_REACH = 1.15
/** A pixel's samples stray by up to this. */
const GRAIN = 8
/** Largest turn, in radians: triangles mostly point upwards. */
const TURN = 0.45

const NAMES = Object.keys(OUTLINES) as (keyof typeof OUTLINES)[]

/** Shapes of any colour, size, place and turn on backgrounds of all kinds: only what their outline is tells them apart. */
export const drawnShapes: DrawnPictures = {
  classes: NAMES,
  shape: [SIDE, SIDE, 3],
  count: COUNT,
  draw(index) {
    const rng = createRng(SEED, 'data', index)
    const behind = darkColour(rng)
    const colours = [behind, related(behind, rng)] as const
    const background = anyBackground(colours, SIDE, rng)
    const colour = brightColour(rng)
    const coverage = placed(OUTLINES[NAMES[labelOf(drawnShapes, index)]!], rng)
    const pixels = new Uint8Array(SIDE * SIDE * 3)
    for (let y = 0; y < SIDE; y++)
      for (let x = 0; x < SIDE; x++) {
        const share = coverage(x, y)
        const under = background(x + 0.5, y + 0.5)
        for (let c = 0; c < 3; c++) {
          const value = under[c]! + share * (colour[c]! - under[c]!) + GRAIN * (2 * rng.uniform() - 1)
          pixels[(y * SIDE + x) * 3 + c] = Math.min(255, Math.max(0, Math.round(value)))
        }
      }
    return pixels
  },
}

/** The share of a pixel that lies inside a shape. */
type Coverage = (x: number, y: number) => number

/** A shape in pixels: turned, from half to four fifths of the picture wide, and wholly inside. */
function placed(outline: Outline, rng: Rng): Coverage {
  const radius = SIDE * (0.24 + 0.16 * rng.uniform())
  const reach = LARGEST_REACH * radius
  const centre = (): number => SIDE / 2 + (SIDE / 2 - reach) * (2 * rng.uniform() - 1)
  const [left, top] = [centre(), centre()]
  const { sine, cosine } = sineAndCosine(TURN * (2 * rng.uniform() - 1))
  const isInside: Outline = (x, y) => outline(x * cosine + y * sine, y * cosine - x * sine)
  return (x, y) => {
    if (Math.max(Math.abs(x + 0.5 - left), Math.abs(y + 0.5 - top)) > reach + 0.5) return 0
    let inside = 0
    for (let i = 0.5; i < SAMPLES; i++)
      for (let j = 0.5; j < SAMPLES; j++)
        if (isInside((x + j / SAMPLES - left) / radius, (y + i / SAMPLES - top) / radius)) inside++
    return inside / SAMPLES ** 2
  }
}
