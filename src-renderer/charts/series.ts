import { csvCell } from '../../src-main/contract/csv.ts'

/** One curve: train is drawn thin and light, validation full, in the same hue. */
export interface Series {
  readonly name: string
  readonly kind: 'train' | 'validation'
  readonly values: Float64Array
}

/** Rows of the chart's table and of its CSV: the x value, then one value per series. */
export function seriesCsv(xName: string, x: Float64Array, series: readonly Series[]): string {
  const head = [xName, ...series.map(({ name }) => name)]
  const rows = [...x].map((at, index) => [at, ...series.map(({ values }) => values[index])])
  return [head, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('')
}
