import { createRng, type Rng } from '../../train/rng.ts'
import { labelOf, type DrawnPictures } from './drawn-pictures.ts'

const SEED = 8
const COUNT = 2000
const SIDE = 8
const PAPER = 255
/** Most pixels of a picture that differ from its drawing. */
const MOST_NOISE = 3
/** Deviation of paper and ink from white and black. */
const LARGEST_SHADE = 60

/** Six by seven pixels each, so that they can be moved. */
const FIGURES = [
  ['..##..', '..##..', '######', '#.##.#', '..##..', '.#..#.', '##..##'],
  ['.##...', '###..#', '.##.##', '.#####', '..####', '...#..', '..###.'],
] as const

/**
 * Little pictures of a man or a chicken, black on white. The first of each class is the plain figure; the others are
 * moved by up to a pixel, mirrored or not, and have one to three pixels wrong.
 */
export const manVersusChicken: DrawnPictures = {
  classes: ['man', 'chicken'],
  shape: [SIDE, SIDE, 1],
  count: COUNT,
  draw(index) {
    const label = labelOf(manVersusChicken, index)
    const figure = FIGURES[label] ?? []
    if (label !== labelOf(manVersusChicken, index - 1)) return place(figure, 1, 0, false)
    return varied(figure, createRng(SEED, 'data', index))
  },
}

function varied(figure: readonly string[], rng: Rng): Uint8Array {
  const pixels = place(figure, rng.below(3), rng.below(2), rng.below(2) === 1)
  for (let noise = 1 + rng.below(MOST_NOISE); noise > 0; noise--) {
    const at = rng.below(pixels.length)
    pixels[at] = PAPER - pixels[at]!
  }
  const shades = [rng.below(LARGEST_SHADE), PAPER - rng.below(LARGEST_SHADE)] as const
  return pixels.map((value) => shades[value === 0 ? 0 : 1])
}

/** A figure on paper, so many pixels from the left and the top. */
function place(figure: readonly string[], left: number, top: number, isMirrored: boolean): Uint8Array {
  const pixels = new Uint8Array(SIDE * SIDE).fill(PAPER)
  for (const [y, row] of figure.entries())
    for (let x = 0; x < row.length; x++)
      if (row[isMirrored ? row.length - 1 - x : x] === '#') pixels[(top + y) * SIDE + left + x] = 0
  return pixels
}
