export interface Range {
  readonly min: number
  readonly max: number
}

/**
 * Range of a value axis: from zero, unless all values lie in the upper quarter of it, where the curve would be a flat
 * line; then the axis starts below the lowest value, and the chart says so.
 * @param ceiling a value that the axis never passes, such as 1 for an accuracy
 */
export function valueRange(values: readonly number[], ceiling = Infinity): Range {
  const { low, high } = extremes(values)
  if (low > high) return { min: 0, max: 1 }
  const room = (high - low) * 0.08 || Math.abs(high) * 0.1 || 0.5
  const max = Math.min(high + room, Math.max(ceiling, high))
  if (low < 0) return { min: low - room, max }
  return { min: low > 0.75 * high && high > low ? Math.max(0, low - room) : 0, max }
}

/** Range of a logarithmic value axis, for places on it: as wide as the values, with a little room. */
export function logRange(places: readonly number[]): Range {
  const { low, high } = extremes(places)
  if (low > high) return { min: -1, max: 0 }
  const room = (high - low) * 0.06 || 0.3
  return { min: low - room, max: high + room }
}

function extremes(values: readonly number[]): { low: number; high: number } {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return { low, high }
}
