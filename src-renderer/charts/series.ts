import { csvCell } from '../../src-main/contract/csv.ts'
import { firstFrom, nearest } from './search.ts'

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
  /** Where its values stand, when that is not the x of the chart; ascending. */
  readonly x?: Float64Array
  /** An area behind the curve: the spread of what it is the mean of. */
  readonly band?: { readonly low: Float64Array; readonly high: Float64Array }
  /** Pixels that are drawn and left out in turns; a full line unless set. */
  readonly dash?: readonly number[]
  /** Whether it stands out, or steps back for one that does. */
  readonly emphasis?: 'strong' | 'faint'
}

/** Position in a series of what is looked at in the chart; −1 beyond its ends. @param index position in the chart's x */
export function positionIn({ x: own }: Series, x: Float64Array, index: number): number {
  if (!own) return index
  const at = x[index] ?? NaN
  return at >= (own[0] ?? Infinity) && at <= (own.at(-1) ?? -Infinity) ? nearest(own, at) : -1
}

/** Series over the x of the chart: those with an x of their own have NaN where they have no value. */
export function aligned(x: Float64Array, series: readonly Series[]): readonly Series[] {
  return series.map((one) => {
    const own = one.x
    if (!own) return one
    const places = Array.from(x, (at) => {
      const found = firstFrom(own, at)
      return own[found] === at ? found : -1
    })
    const over = (values: Float64Array): Float64Array => Float64Array.from(places, (place) => values[place] ?? NaN)
    return { ...one, values: over(one.values), high: one.high && over(one.high) }
  })
}

/** Rows of the chart's table and of its CSV: the x value, then one value per series, or the least and the most of many. */
export function seriesCsv(xName: string, x: Float64Array, series: readonly Series[]): string {
  const columns = aligned(x, series).flatMap(({ name, values, high }) =>
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
