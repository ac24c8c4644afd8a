import type { TableSpec, TableStatistics } from '../../spec/data.ts'

/** Neighbouring columns of which each row has one 1, the place of its category: [first, end). */
export type OneHotSpan = readonly [first: number, end: number]

interface Measured {
  readonly scale: TableSpec['scale']
  readonly columns: number
  /** Columns that stand for categories. */
  readonly oneHot: readonly OneHotSpan[]
  /** The number to be predicted of each row; null for a classification. */
  readonly targets: Float64Array | null
}

/**
 * What a table's columns are filled and scaled with.
 *
 * An empty cell (NaN) of a number becomes the column's mean, an empty category the most frequent one, of equals the first.
 * `standardize` subtracts the mean and divides by the deviation √(Σ(x − mean)² / n) of the filled column, as scikit-learn's
 * `StandardScaler` behind a `SimpleImputer` does; `minMax` maps the least value to 0 and the largest to 1. A column that is
 * constant becomes 0 wherever it keeps its value, categories stay 0 and 1. The target of a regression is scaled likewise.
 * @param rows of the training split, (columns) each; the same array may be handed over again and again
 */
export function measureTable(rows: Iterable<Float32Array>, measured: Measured): TableStatistics {
  const { scale, columns, oneHot, targets } = measured
  const seen = Array.from({ length: columns }, () => new Moments())
  for (const row of rows) for (const [column, moments] of seen.entries()) moments.add(row[column] ?? NaN)
  const fill = seen.map(({ mean }) => mean)
  const scaling = seen.map((moments) => moments.scaling(scale))
  for (const [first, end] of oneHot) {
    const shares = fill.slice(first, end)
    const most = shares.indexOf(Math.max(...shares))
    for (let column = first; column < end; column++) {
      fill[column] = column === first + most ? 1 : 0
      scaling[column] = AS_IT_IS
    }
  }
  return {
    fill,
    offset: scaling.map(({ offset }) => offset),
    factor: scaling.map(({ factor }) => factor),
    target: targets && scale !== 'none' ? scalingOf(targets, scale) : null,
  }
}

interface Scaling {
  readonly offset: number
  readonly factor: number
}

const AS_IT_IS: Scaling = { offset: 0, factor: 1 }

function scalingOf(values: Float64Array, scale: TableSpec['scale']): Scaling {
  const moments = new Moments()
  for (const value of values) moments.add(value)
  return moments.scaling(scale)
}

/** Mean and squared deviations of numbers that come one by one (Welford 1962), and their ends. */
class Moments {
  mean = 0
  #squares = 0
  #known = 0
  #all = 0
  #least = Infinity
  #most = -Infinity

  add(value: number): void {
    this.#all++
    if (Number.isNaN(value)) return
    this.#known++
    const distance = value - this.mean
    this.mean += distance / this.#known
    this.#squares += distance * (value - this.mean)
    this.#least = Math.min(this.#least, value)
    this.#most = Math.max(this.#most, value)
  }

  scaling(scale: TableSpec['scale']): Scaling {
    if (scale === 'none') return AS_IT_IS
    if (!(this.#most > this.#least)) return { offset: this.mean, factor: 1 }
    if (scale === 'minMax') return { offset: this.#least, factor: 1 / (this.#most - this.#least) }
    return { offset: this.mean, factor: 1 / Math.sqrt(this.#squares / this.#all) }
  }
}
