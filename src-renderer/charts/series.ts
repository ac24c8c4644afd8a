import { csvCell } from '../../src-main/contract/csv.ts'

/** One curve. Train and validation of one run share a hue: train is drawn thin and light, what else there is full. */
export interface Series {
  readonly name: string
  readonly kind: 'train' | 'validation' | 'single'
  /** One value per x; of many that one x stands for, the least. */
  readonly values: Float64Array
  /** The largest of the many; left out where every x has one value. */
  readonly high?: Float64Array | undefined
  /** 1 … 7 in the order of Okabe and Ito; 1 unless set. */
  readonly hue?: number
}

/** Rows of the chart's table and of its CSV: the x value, then one value per series, or the least and the most of many. */
export function seriesCsv(xName: string, x: Float64Array, series: readonly Series[]): string {
  const columns = series.flatMap(({ name, values, high }) =>
    high
      ? [
          { name: `${name} min`, values },
          { name: `${name} max`, values: high },
        ]
      : [{ name, values }],
  )
  const head = [xName, ...columns.map(({ name }) => name)]
  const rows = Array.from(x, (at, index) => [at, ...columns.map(({ values }) => values[index])])
  return [head, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('')
}

/** A value in words; "0.12–0.15" for the many that one x stands for. */
export function valueText({ values, high }: Series, index: number, format: (value: number) => string): string {
  const value = values[index]
  if (value === undefined || Number.isNaN(value)) return '–'
  const top = high?.[index] ?? value
  const [from, to] = [format(value), format(top)]
  return from === to ? from : `${from}–${to}`
}
