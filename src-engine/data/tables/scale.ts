import type { TableStatistics } from '../../spec/data.ts'

/**
 * Fills and scales rows in place, in float64 before they are rounded.
 * @param rows (rows, columns), an empty cell being NaN
 */
export function scaleRows(rows: Float32Array, { fill, offset, factor }: TableStatistics): void {
  const columns = fill.length
  for (let at = 0; at < rows.length; at += columns)
    for (let column = 0; column < columns; column++) {
      const value = rows[at + column] ?? NaN
      const filled = Number.isNaN(value) ? (fill[column] ?? NaN) : value
      rows[at + column] = (filled - (offset[column] ?? 0)) * (factor[column] ?? 1)
    }
}

/** How a target becomes what the network is to answer; null: as it is. */
type TargetScaling = TableStatistics['target']

export const scaleTarget = (target: number, scaling: TargetScaling): number =>
  scaling ? (target - scaling.offset) * scaling.factor : target

/** An answer of the network in the target's own unit. */
export const unscaleTarget = (answer: number, scaling: TargetScaling): number =>
  scaling ? answer / scaling.factor + scaling.offset : answer
