import type { Unit } from '../unit.ts'

type Point = readonly [x: number, y: number]

/** The widest line between two groups of points. */
export interface Separation extends Unit {
  /** How wide the street is whose middle it is: 2 / ‖w‖. */
  readonly margin: number
}

/**
 * The line w·x + b = 0 in the middle of the widest street between two groups of points, with z = ±1 at its kerbs (the
 * hard-margin support vector machine, Boser, Guyon and Vapnik 1992). It stands across the shortest way between the two
 * convex hulls. Null where the hulls meet: no line separates the groups.
 */
export function separate(above: readonly Point[], below: readonly Point[]): Separation | null {
  let nearest: Way | null = null
  for (const one of segments(above))
    for (const other of segments(below)) {
      const found = shortest(one, other)
      if (!nearest || found.square < nearest.square) nearest = found
    }
  if (!nearest || nearest.square === 0) return null
  const { p, q, square } = nearest
  const w = [0, 1].map((k) => (2 * ((p[k] ?? NaN) - (q[k] ?? NaN))) / square)
  const [w1 = NaN, w2 = NaN] = w
  return { w, b: 1 - w1 * p[0] - w2 * p[1], margin: 2 / Math.hypot(w1, w2) }
}

type Segment = readonly [Point, Point]

/** From p to q; the square of its length, which stays exact where the length does not. */
interface Way {
  readonly p: Point
  readonly q: Point
  readonly square: number
}

/** The sides and diagonals of a hull; a point alone is a segment without length. */
const segments = (points: readonly Point[]): Segment[] =>
  points.flatMap((from, i) => points.slice(i).map((to) => [from, to] as const))

function shortest(one: Segment, other: Segment): Way {
  if (crosses(one, other)) return { p: one[0], q: one[0], square: 0 }
  const ways = [
    ...one.map((p) => ({ p, q: nearestOn(other, p) })),
    ...other.map((q) => ({ p: nearestOn(one, q), q })),
  ].map(({ p, q }) => ({ p, q, square: (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 }))
  return ways.reduce((best, way) => (way.square < best.square ? way : best))
}

function nearestOn([from, to]: Segment, point: Point): Point {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / length
  const share = Math.min(1, Math.max(0, along))
  return [from[0] + share * dx, from[1] + share * dy]
}

function crosses([a, b]: Segment, [c, d]: Segment): boolean {
  const side = (p: Point, q: Point, r: Point): number =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}
