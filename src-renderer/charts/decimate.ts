export interface Point {
  readonly x: number
  readonly y: number
}

/** The points of a curve without those whose value is NaN (no validation split, say). */
export function pointsOf(x: Float64Array, y: Float64Array): Point[] {
  const points: Point[] = []
  for (const [index, value] of y.entries()) {
    const at = x[index]
    if (at !== undefined && !Number.isNaN(value)) points.push({ x: at, y: value })
  }
  return points
}

/**
 * At most two points per bucket, its lowest and its highest in their order: peaks stay where they are.
 * Curves that are short enough come back unchanged.
 */
export function decimate(points: readonly Point[], buckets: number): readonly Point[] {
  if (points.length <= 2 * buckets) return points
  const kept: Point[] = []
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * points.length) / buckets)
    const to = Math.floor(((bucket + 1) * points.length) / buckets)
    let low = from
    let high = from
    for (let index = from; index < to; index++) {
      if (valueAt(index) < valueAt(low)) low = index
      if (valueAt(index) > valueAt(high)) high = index
    }
    for (const index of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
      const point = points[index]
      if (point) kept.push(point)
    }
  }
  return kept

  function valueAt(index: number): number {
    return points[index]?.y ?? NaN
  }
}
