import { rankCorrelation } from '../../../../../src-engine/inspect/comparison/rank-correlation.ts'
import type { RunDifferences, RunSummary } from '../../../../../src-main/contract/types.ts'
import { figureText, type Figure } from '../figures.ts'
import { settingKind, settingNumber, settingText, shortPath } from '../setting-values.ts'

/** A setting, or a result, as an axis that runs have a place on. */
export interface ParameterAxis {
  readonly name: string
  /** Of each run: from 0 (the least, at the bottom) to 1; null where it has none. */
  readonly places: readonly (number | null)[]
  /** Of each run; null where it is no number. */
  readonly numbers: readonly (number | null)[]
  readonly texts: readonly string[]
  readonly ticks: readonly { readonly place: number; readonly text: string }[]
  readonly isLog: boolean
}

/** More values than this are not told apart on an axis of words. */
const MOST_WORDS = 12
/** Numbers that lie further apart than this factor stand on a logarithmic axis. */
const LOG_FROM = 50

/** Axes of the settings that differ. The hash of the data and the engine are no hyper-parameters. */
export function settingAxes(differences: RunDifferences): ParameterAxis[] {
  return differences.flatMap(({ path, values }) => {
    if (path === 'data.content' || settingKind(path) === 'environment') return []
    const numbers = values.map(settingNumber)
    const isNumeric = values.every((value, at) => value === null || numbers[at] !== null)
    if (isNumeric) return [numericAxis(shortPath(path), numbers, (value) => String(value))]
    const words = [...new Set(values.map(settingText))].toSorted()
    return words.length > MOST_WORDS ? [] : [wordAxis(shortPath(path), values.map(settingText), words)]
  })
}

export function figureAxis(figure: Figure, runs: readonly RunSummary[]): ParameterAxis {
  return numericAxis(figure.name, runs.map(figure.of), (value) => figureText(figure, value))
}

function numericAxis(
  name: string,
  numbers: readonly (number | null)[],
  format: (value: number) => string,
): ParameterAxis {
  const known = numbers.filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const isLog = low > 0 && high / low >= LOG_FROM
  const scale = (value: number): number => (isLog ? Math.log(value) : value)
  const width = scale(high) - scale(low)
  const placeOf = (value: number): number => (width > 0 ? (scale(value) - scale(low)) / width : 0.5)
  const distinct = [...new Set(known)].toSorted((x, y) => x - y)
  const marked = distinct.length <= 6 ? distinct : [low, high]
  return {
    ...{ name, numbers, isLog },
    places: numbers.map((value) => (value === null ? null : placeOf(value))),
    texts: numbers.map((value) => (value === null ? '–' : format(value))),
    ticks: marked.map((value) => ({ place: placeOf(value), text: format(value) })),
  }
}

function wordAxis(name: string, texts: readonly string[], words: readonly string[]): ParameterAxis {
  const placeOf = (word: string): number => (words.length > 1 ? words.indexOf(word) / (words.length - 1) : 0.5)
  return {
    ...{ name, texts, isLog: false, numbers: texts.map(() => null) },
    places: texts.map(placeOf),
    ticks: words.map((text) => ({ place: placeOf(text), text })),
  }
}

export interface Correlation {
  readonly name: string
  /** Spearman's ρ; null where it is not defined. */
  readonly rho: number | null
  /** Runs that have both numbers. */
  readonly n: number
}

/** Rank correlation of every setting of numbers with a result, the strongest first. */
export function correlations(axes: readonly ParameterAxis[], result: ParameterAxis): Correlation[] {
  return axes
    .flatMap(({ name, numbers }): Correlation[] => {
      if (numbers.every((value) => value === null)) return []
      const pairs = numbers.flatMap((value, at) => {
        const other = result.numbers[at]
        return value === null || other === null || other === undefined ? [] : [[value, other] as const]
      })
      const rho = rankCorrelation(
        pairs.map(([value]) => value),
        pairs.map(([, value]) => value),
      )
      return [{ name, rho, n: pairs.length }]
    })
    .toSorted((a, b) => Math.abs(b.rho ?? 0) - Math.abs(a.rho ?? 0))
}

/** A part of an axis that was chosen, from 0 to 1. */
export interface Brush {
  readonly from: number
  readonly to: number
}

/** Which runs lie in all brushes. @param brushes by the position of their axis */
export function brushed(axes: readonly ParameterAxis[], brushes: ReadonlyMap<number, Brush>, count: number): boolean[] {
  return Array.from({ length: count }, (_, run) =>
    [...brushes].every(([axis, { from, to }]) => {
      const place = axes[axis]?.places[run]
      // What is drawn at the end of a brush is in it.
      return place !== null && place !== undefined && place >= from - 1e-9 && place <= to + 1e-9
    }),
  )
}
