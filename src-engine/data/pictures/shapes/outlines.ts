import { sineAndCosine } from '../../../train/elementary.ts'

/** Whether a point lies in a shape, which reaches about 1 around (0, 0); y downwards. */
export type Outline = (x: number, y: number) => boolean

type Corner = readonly [x: number, y: number]

/** Corners around (0, 0), the first above it, at these distances in turn. */
function around(count: number, radii: readonly number[]): Corner[] {
  return Array.from({ length: count }, (_, i) => {
    // From −π to π, the range of the series.
    const { sine, cosine } = sineAndCosine(Math.PI * ((2 * i) / count - 1))
    const radius = radii[i % radii.length] ?? 1
    return [radius * sine, radius * cosine]
  })
}

/** Inside by the even–odd rule: a ray to the right crosses an odd number of sides. */
function polygon(corners: readonly Corner[]): Outline {
  return (x, y) => {
    let isInside = false
    for (let i = 0, before = corners.length - 1; i < corners.length; before = i++) {
      const a = corners[i]!
      const b = corners[before]!
      if (a[1] > y !== b[1] > y && x < a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1])) isInside = !isInside
    }
    return isInside
  }
}

/** The shapes by name, of about the same area. */
export const OUTLINES = {
  circle: (x, y) => x * x + y * y < 0.7,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) < 0.74,
  triangle: polygon(around(3, [1.15])),
  star: polygon(around(10, [1.15, 0.5])),
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) < 0.3 && Math.max(Math.abs(x), Math.abs(y)) < 1,
  ring: (x, y) => x * x + y * y < 0.9 && x * x + y * y > 0.33,
} as const satisfies Record<string, Outline>
