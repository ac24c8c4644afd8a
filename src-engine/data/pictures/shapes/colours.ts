import type { Rng } from '../../../train/rng.ts'

/** Red, green and blue, 0 … 255. */
export type Colour = readonly [red: number, green: number, blue: number]
/** The colour at a place, in pixels. */
export type Background = (x: number, y: number) => Colour

/** Luma of a shape at least, and of what is behind it at most. */
const [BRIGHT, DARK] = [150, 105]

/** A colour as good as any that is bright. */
export function brightColour(rng: Rng): Colour {
  for (;;) {
    const colour = anyColour(rng)
    if (luma(colour) > BRIGHT) return colour
  }
}

/** A colour as good as any that is dark. */
export function darkColour(rng: Rng): Colour {
  for (;;) {
    const colour = anyColour(rng)
    if (luma(colour) < DARK) return colour
  }
}

const anyColour = (rng: Rng): Colour => [rng.below(256), rng.below(256), rng.below(256)]
/** ITU-R BT.601-7, section 2.5.1. */
const luma = ([red, green, blue]: Colour): number => 0.299 * red + 0.587 * green + 0.114 * blue

const mixed = (a: Colour, b: Colour, share: number): Colour => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
]

/** Two related colours in a gradient, stripes, a grid of squares or one of them alone, in any direction. */
export function anyBackground([a, b]: readonly [Colour, Colour], side: number, rng: Rng): Background {
  const [u, v] = [2 * rng.uniform() - 1, 2 * rng.uniform() - 1]
  const length = Math.sqrt(u * u + v * v) || 1
  const along = (x: number, y: number): number => (u * (x - side / 2) + v * (y - side / 2)) / length
  const across = (x: number, y: number): number => along(-y, x)
  const period = 3 + 5 * rng.uniform()
  const isOdd = (distance: number): boolean => Math.floor(distance / period) % 2 !== 0
  const kinds: Background[] = [
    (x, y) => mixed(a, b, Math.min(1, Math.max(0, 0.5 + along(x, y) / side))),
    (x, y) => (isOdd(along(x, y)) ? a : b),
    (x, y) => (isOdd(along(x, y)) === isOdd(across(x, y)) ? a : b),
    () => a,
  ]
  return kinds[rng.below(kinds.length)]!
}

/** A colour not far from another. */
export function related([red, green, blue]: Colour, rng: Rng): Colour {
  const near = (value: number): number => Math.min(255, Math.max(0, value + rng.below(81) - 40))
  return [near(red), near(green), near(blue)]
}
