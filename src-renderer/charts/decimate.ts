import { place, valueAtPlace } from './axis.ts'
import type { Range } from './range.ts'
import { firstFrom } from './search.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Values over ascending x; where a value stands for many, `high` has the largest of them and `values` the least. */
export interface Line {
  readonly x: Float64Array
  readonly values: Float64Array
  readonly high?: Float64Array | undefined
}

export interface View {
  /** Part of the x axis that is seen, as places on it. */
  readonly x: Range
  readonly isLogX: boolean
  readonly isLogY: boolean
  /** Columns of pixels. */
  readonly columns: number
}

export interface Drawable {
  /** Places on both axes. */
  readonly points: Point[]
  /** Values of 0 and less in view, which a logarithmic axis has no place for. */
  readonly leftOut: number
}

/**
 * The points of a line to be drawn in a view, with one more at either side so that it goes on to the edges. Of a column of
 * pixels at most two are kept, its lowest and its highest in their order: peaks stay where they are. Lines of few points
 * come whole. Only values in view are looked at; where they begin and end is found by halving. What is not finite is left
 * out (no validation split, say).
 */
export function decimate({ x, values, high = values }: Line, { x: range, isLogX, isLogY, columns }: View): Drawable {
  const points: Point[] = []
  const floor = isLogY ? 0 : -Infinity
  const at = (share: number): number => valueAtPlace(range.min + share * (range.max - range.min), isLogX)
  const from = Math.max(0, firstFrom(x, at(0)) - 1)
  const behind = firstFrom(x, at(1))
  const to = Math.min(x.length, behind + (x[behind] === at(1) ? 2 : 1))
  let leftOut = 0

  if (to - from <= 2 * columns) for (let index = from; index < to; index++) column(index, index + 1)
  else {
    column(from, from + 1)
    for (let number = 1, start = from + 1; number <= columns; number++) {
      const end = number === columns ? to - 1 : firstFrom(x, at(number / columns), start, to - 1)
      column(start, end)
      start = end
    }
    column(to - 1, to)
  }
  return { points, leftOut }

  /** Takes the extremes of the values from `start` up to before `end`. */
  function column(start: number, end: number): void {
    let lowest = -1
    let highest = -1
    let low = Infinity
    let top = -Infinity
    for (let index = start; index < end; index++) {
      const least = values[index] ?? NaN
      const most = high === values ? least : (high[index] ?? NaN)
      if (least <= floor && isLogY) leftOut++
      if (least > floor && least < low) {
        low = least
        lowest = index
      }
      if (most > floor && most > top && most < Infinity) {
        top = most
        highest = index
      }
    }
    const found = [...(lowest < 0 ? [] : [[lowest, low] as const]), ...(highest < 0 ? [] : [[highest, top] as const])]
    if (highest >= 0 && highest < lowest) found.reverse()
    if (lowest === highest && low === top) found.length = Math.min(found.length, 1)
    for (const [index, value] of found) {
      const placed = place(x[index] ?? NaN, isLogX)
      if (!Number.isNaN(placed)) points.push({ x: placed, y: place(value, isLogY) })
    }
  }
}
