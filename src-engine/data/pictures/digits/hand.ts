import { sineAndCosine } from '../../../train/elementary.ts'
import type { Rng } from '../../../train/rng.ts'
import type { Glyph } from './glyphs.ts'
import { traced, type Point } from './stroke.ts'

/** How far the points of a glyph stray, as a share of its box. */
const STRAY = 0.035
/** Deviation of the slant (sideways per height), leaning to the right on the whole. */
const SLANT = { mean: 0.12, deviation: 0.25 }
/** Deviation of the turn in radians. */
const TURN = 0.12
/** Deviation of the width beside the height. */
const STRETCH = 0.25
/** How far bends reach: x and y change by these shares of products of both. */
const BEND = 0.12

/**
 * Writes a glyph as somebody would: its points stray, then the whole is bent, stretched, slanted and turned.
 * @returns the pen's lines around (0, 0), about 1 high
 */
export function write({ strokes }: Glyph, rng: Rng): Point[][] {
  const stray = (): number => STRAY * within(rng, 2)
  const width = Math.max(0.35, 0.9 + STRETCH * within(rng, 2.2))
  const slant = SLANT.mean + SLANT.deviation * within(rng, 2.5)
  const { sine, cosine } = sineAndCosine(TURN * within(rng, 2.5))
  const bends = Array.from({ length: 6 }, () => BEND * within(rng, 2))
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bends
  const place = ([left, top]: Point): Point => {
    // −1 … 1 in both directions
    const [u, v] = [2 * left - 1, 2 * top - 1]
    const [x, y] = [u + a * u * v + b * v * v + c * u * u, v + d * u * v + e * u * u + f * v * v]
    const [wide, high] = [(x * width - slant * y) / 2, y / 2]
    return [wide * cosine - high * sine, wide * sine + high * cosine]
  }
  return strokes.map(({ points, isCurve }) => {
    const strayed = points.map(([x, y]): Point => [x / 100 + stray(), y / 100 + stray()])
    return traced({ points: strayed, isCurve }).map(place)
  })
}

/** A normal number of at most so many deviations. */
export function within(rng: Rng, limit: number): number {
  return Math.min(limit, Math.max(-limit, rng.normal()))
}
