import type { Unit } from '../../../../src-engine/lessons/unit.ts'

export type Point = readonly [x: number, y: number]
/** What is in sight: the four corners of the inputs and some room around them. */
export const SIGHT = { low: -0.6, high: 1.6 } as const

/**
 * Two points on the line w·x + b = 0 to hold it by: on both sides of the point of it that is nearest to the middle.
 * Null where there is no line, both weights being 0.
 */
export function handlesOf({ w, b }: Unit): readonly [Point, Point] | null {
  const [w1 = 0, w2 = 0] = w
  const square = w1 * w1 + w2 * w2
  if (square === 0) return null
  const off = (w1 * 0.5 + w2 * 0.5 + b) / square
  const [x, y] = [0.5 - off * w1, 0.5 - off * w2]
  const length = Math.sqrt(square)
  const [dx, dy] = [(-w2 / length) * 0.5, (w1 / length) * 0.5]
  return [
    [x + dx, y + dy],
    [x - dx, y - dy],
  ]
}

/** The unit whose line goes through two points, as steep as before and firing on the same side. */
export function throughPoints([from, to]: readonly [Point, Point], { w }: Unit): Unit | null {
  const [dx, dy] = [from[0] - to[0], from[1] - to[1]]
  const length = Math.hypot(dx, dy)
  if (length < 1e-6) return null
  const size = Math.hypot(...w) || 1
  const [w1, w2] = [(dy / length) * size, (-dx / length) * size]
  const round = (value: number): number => Number(value.toFixed(3)) + 0
  return { w: [round(w1), round(w2)], b: round(-(w1 * to[0] + w2 * to[1])) }
}

/** The corners of the part of the square in sight where the unit fires, w·x + b ≥ 0. */
export function firingSide({ w, b }: Unit): Point[] {
  const { low, high } = SIGHT
  const corners: Point[] = [
    [low, low],
    [high, low],
    [high, high],
    [low, high],
  ]
  const z = ([x, y]: Point): number => (w[0] ?? 0) * x + (w[1] ?? 0) * y + b
  return corners.flatMap((corner, index) => {
    const next = corners[(index + 1) % corners.length] ?? corner
    const [here, there] = [z(corner), z(next)]
    const kept = here >= 0 ? [corner] : []
    if (here >= 0 === there >= 0) return kept
    const share = here / (here - there)
    return [...kept, [corner[0] + share * (next[0] - corner[0]), corner[1] + share * (next[1] - corner[1])] as const]
  })
}

/** Where a line leaves the square in sight, on both sides. */
export function lineEnds([from, to]: readonly [Point, Point]): readonly [Point, Point] {
  const reach = 4
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  return [
    [from[0] - reach * dx, from[1] - reach * dy],
    [to[0] + reach * dx, to[1] + reach * dy],
  ]
}
