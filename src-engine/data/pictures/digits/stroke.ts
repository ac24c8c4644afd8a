export type Point = readonly [x: number, y: number]

/** One movement of the pen: straight from point to point, or a curve through all of them. */
export interface Stroke {
  readonly points: readonly Point[]
  readonly isCurve: boolean
}

/** Pieces of a curve between two of its points: more would not be seen at 20 pixels. */
const PIECES = 6

/** The corners of a line that looks like the stroke: of a curve by uniform Catmull–Rom splines, its ends repeated. */
export function traced({ points, isCurve }: Stroke): Point[] {
  if (!isCurve) return [...points]
  const line: Point[] = []
  for (let i = 0; i + 1 < points.length; i++) {
    const [from, to] = [points[i]!, points[i + 1]!]
    const [before, after] = [points[i - 1] ?? from, points[i + 2] ?? to]
    for (let piece = 0; piece < PIECES; piece++) {
      const t = piece / PIECES
      const along = (k: 0 | 1): number => spline(before[k], from[k], to[k], after[k], t)
      line.push([along(0), along(1)])
    }
  }
  line.push(points.at(-1)!)
  return line
}

/** Catmull and Rom 1974: passes b at t = 0 and c at t = 1, with the slopes (c − a) / 2 and (d − b) / 2. */
function spline(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
}
