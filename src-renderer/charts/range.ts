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
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return { min: 0, max: 1 }
  const low = finite.reduce((a, b) => Math.min(a, b))
  const high = finite.reduce((a, b) => Math.max(a, b))
  const room = (high - low) * 0.08 || Math.abs(high) * 0.1 || 0.5
  const max = Math.min(high + room, Math.max(ceiling, high))
  if (low < 0) return { min: low - room, max }
  return { min: low > 0.75 * high && high > low ? Math.max(0, low - room) : 0, max }
}
