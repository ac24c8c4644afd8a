import Papa, { type ParseResult } from 'papaparse'
import { TableDialect, type TableChoice } from '../../contract/types.ts'
import { isMissing, parseNumber } from './cell.ts'

/** What somebody chose; the rest is found. */
export type GivenDialect = NonNullable<TableChoice['dialect']>

interface Found extends Pick<TableDialect, 'delimiter' | 'decimal' | 'header'> {
  /** The first rows, blanks around cells taken away. */
  readonly records: readonly (readonly string[])[]
}

const DELIMITERS = TableDialect.shape.delimiter.options
const LOOKED = 500

/**
 * Guesses delimiter, decimal mark and header from the first lines: the delimiter under which the rows are equally long and
 * most cells are numbers.
 * @param head the beginning of the text, line ends unified; a row cut off at its end does not count
 */
export function findDialect(head: string, isWhole: boolean, given: GivenDialect): Found {
  const candidates = (given.delimiter ? [given.delimiter] : DELIMITERS).map((delimiter) => {
    const rows = firstRecords(head, isWhole, delimiter)
    const decimal = given.decimal ?? findDecimal(rows)
    return { delimiter, decimal, rows, score: score(rows, decimal) }
  })
  const { delimiter, decimal, rows } = candidates.reduce((best, one) => (one.score > best.score ? one : best))
  return { delimiter, decimal, header: given.header ?? hasHeader(rows, decimal), records: rows }
}

/** The first rows as one delimiter cuts them. */
function firstRecords(head: string, isWhole: boolean, delimiter: string): string[][] {
  const parser = new Papa.Parser({ delimiter, newline: '\n', preview: LOOKED })
  const { data } = parser.parse(head, 0, !isWhole) as ParseResult<string[]>
  return data
    .filter((cells) => cells.length > 1 || cells[0]?.trim() !== '')
    .map((cells) => cells.map((cell) => cell.trim()))
}

/** The most frequent number of cells, and how large a share of the rows has it. */
export function usualWidth(rows: readonly (readonly string[])[]): { width: number; share: number } {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  const [width = 0, count = 0] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])
  return { width, share: rows.length > 0 ? count / rows.length : 0 }
}

function score(rows: readonly string[][], decimal: TableDialect['decimal']): number {
  const { width, share } = usualWidth(rows)
  if (width < 2) return 0
  const cells = rows.flat()
  return share + cells.filter((cell) => isNumber(cell, decimal)).length / cells.length / 2
}

const isNumber = (cell: string, decimal: TableDialect['decimal']): boolean => !Number.isNaN(parseNumber(cell, decimal))

/** The mark that more cells have between digits; a comma before every three digits is no decimal one. */
function findDecimal(rows: readonly string[][]): TableDialect['decimal'] {
  let [points, commas] = [0, 0]
  for (const cell of rows.flat()) {
    if (/^[+-]?\d*\.\d+/.test(cell)) points++
    else if (/^[+-]?\d*,\d+(e[+-]?\d+)?$/i.test(cell) && !/^[+-]?[1-9]\d{0,2},\d{3}$/.test(cell)) commas++
  }
  return commas > points ? ',' : '.'
}

/**
 * Whether the first row names the columns: it has no number where the rows below have numbers; or, where all is text, nothing
 * of it comes again below.
 */
function hasHeader(rows: readonly string[][], decimal: TableDialect['decimal']): boolean {
  const [first = [], ...others] = rows
  if (others.length === 0) return !first.some((cell) => isNumber(cell, decimal))
  let votes = 0
  for (const [column, name] of first.entries()) {
    const cells = others.map((cells) => cells[column] ?? '').filter((cell) => !isMissing(cell))
    const numbers = cells.filter((cell) => isNumber(cell, decimal)).length
    if (cells.length === 0 || numbers < 0.8 * cells.length || isMissing(name)) continue
    votes += isNumber(name, decimal) ? -1 : 1
  }
  if (votes !== 0) return votes > 0
  const distinct = new Set(first).size === first.length && !first.includes('')
  return distinct && first.every((name, column) => !others.some((cells) => cells[column] === name))
}
