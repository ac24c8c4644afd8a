import type { Point } from './decimate.ts'

/** What a line covers of each column of pixels, from the column at `first` on; NaN where it does not come. */
export interface Columns {
  readonly first: number
  readonly top: Float64Array
  readonly bottom: Float64Array
}

/**
 * The columns that a line of ascending x passes, each with the highest and the lowest place where it does.
 * @param points in pixels, x in columns
 */
export function columnsOf(points: readonly Point[]): Columns {
  const first = Math.floor(points[0]?.x ?? 0)
  const length = Math.floor(points.at(-1)?.x ?? -1) - first + 1
  const [top, bottom] = [new Float64Array(length).fill(NaN), new Float64Array(length).fill(NaN)]
  const take = (column: number, y: number): void => {
    // A comparison with NaN is false.
    if (!(y >= top[column]!)) top[column] = y
    if (!(y <= bottom[column]!)) bottom[column] = y
  }
  points.forEach((to, index) => {
    const from = points[index - 1] ?? to
    const [start, end] = [Math.floor(from.x) - first, Math.floor(to.x) - first]
    take(start, from.y)
    take(end, to.y)
    // In between it passes the edges of its columns.
    for (let column = start + 1; column <= end; column++) {
      const y = from.y + ((column + first - from.x) / (to.x - from.x)) * (to.y - from.y)
      take(column - 1, y)
      take(column, y)
    }
  })
  return { first, top, bottom }
}

/** The same for a pen so many columns wide. */
export function thickened({ first, top, bottom }: Columns, width: number): Columns {
  const before = (width - 1) >> 1
  const length = top.length + width - 1
  const wide = { first: first - before, top: new Float64Array(length), bottom: new Float64Array(length) }
  for (let column = 0; column < length; column++) {
    const [from, to] = [Math.max(0, column - width + 1), column + 1]
    wide.top[column] = extreme(top, from, to, -1)
    wide.bottom[column] = extreme(bottom, from, to, 1)
  }
  return wide
}

/** The largest of some values, or with −1 the smallest; NaN where there is none. */
function extreme(values: Float64Array, from: number, to: number, way: 1 | -1): number {
  let found = NaN
  for (let index = from; index < Math.min(to, values.length); index++) {
    const value = values[index]!
    if (!Number.isNaN(value) && !(way * value <= way * found)) found = value
  }
  return found
}
