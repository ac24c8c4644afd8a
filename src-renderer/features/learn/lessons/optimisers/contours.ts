import { at } from '../../../../../src-engine/reference/array.ts'
import type { Surface } from '../../../../../src-engine/lessons/optimisers/surfaces.ts'

/** Lines of equal cost, and places on a surface's view from 0 to 1, from the lower left. */
export type Place = readonly [x: number, y: number]
export type Segment = readonly [Place, Place]

const CELLS = 80
const LEVELS = 12

/** Pieces of the lines of equal height, by marching squares: dense where it is low, because that is where all end. */
export function contours({ value, view }: Surface): Segment[] {
  const along = (range: Place, share: number): number => range[0] + share * (range[1] - range[0])
  const side = CELLS + 1
  const heights = Float64Array.from({ length: side * side }, (_, i) =>
    value(along(view.x, (i % side) / CELLS), along(view.y, Math.floor(i / side) / CELLS)),
  )
  const sorted = heights.toSorted()
  const levels = Array.from({ length: LEVELS }, (_, k) =>
    at(sorted, Math.floor(((k + 1) / (LEVELS + 1)) ** 2 * sorted.length)),
  )
  const cells = Array.from({ length: CELLS * CELLS }, (_, i) => [i % CELLS, Math.floor(i / CELLS)] as const)
  return levels.flatMap((level) => cells.flatMap(([x, y]) => crossings(heights, x, y, level)))
}

/** The pieces of one line in one cell: none, one, or two where it is a saddle. */
function crossings(heights: Float64Array, x: number, y: number, level: number): Segment[] {
  const corners = [
    [x, y],
    [x + 1, y],
    [x + 1, y + 1],
    [x, y + 1],
  ] as const
  const points = corners.flatMap((from, k): Place[] => {
    const to = corners[(k + 1) % corners.length] ?? from
    const a = at(heights, from[1] * (CELLS + 1) + from[0])
    const b = at(heights, to[1] * (CELLS + 1) + to[0])
    if (a < level === b < level) return []
    const share = (level - a) / (b - a)
    return [[(from[0] + share * (to[0] - from[0])) / CELLS, (from[1] + share * (to[1] - from[1])) / CELLS]]
  })
  const [a, b, c, d] = points
  if (!a || !b) return []
  return c && d
    ? [
        [a, b],
        [c, d],
      ]
    : [[a, b]]
}
