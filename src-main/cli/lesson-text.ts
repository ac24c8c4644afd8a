import { table } from './output.ts'

/** Longer lists of numbers are cut: the whole of them is in the JSON. */
const MOST_NUMBERS = 12

/** The numbers of a lesson for a terminal: short lists on their line, records of them as columns, everything else indented. */
export function lessonText(numbers: object): string {
  return lines(numbers).join('\n')
}

function lines(value: object): string[] {
  const entries = Object.entries(value).filter(([, part]) => part !== '' && !isEmpty(part))
  const short = entries.filter(([, part]) => isShort(part))
  const long = entries.filter(([, part]) => !isShort(part))
  return [
    ...(short.length > 0 ? table(short.map(([key, part]) => [key, shown(part)])).split('\n') : []),
    ...long.flatMap(([key, part]) => [`${key}:`, ...block(part as object).map((line) => `  ${line}`)]),
  ]
}

function block(value: object): string[] {
  const rows = Object.entries(value) as [string, unknown][]
  const columns = columnsOf(rows.map(([, row]) => row))
  if (!columns) return lines(value)
  const names = Array.isArray(value) ? [] : ['']
  return table([
    [...names, ...columns],
    ...rows.map(([name, row]) => [
      ...(Array.isArray(value) ? [] : [name]),
      ...columns.map((column) => shown((row as Record<string, unknown>)[column])),
    ]),
  ]).split('\n')
}

/** The keys of records that all have the same short ones; null where something else is among them. */
function columnsOf(rows: readonly unknown[]): string[] | null {
  const [first] = rows
  if (typeof first !== 'object' || first === null || Array.isArray(first)) return null
  const keys = Object.keys(first)
  const isAlike = (row: unknown): boolean =>
    typeof row === 'object' &&
    row !== null &&
    String(Object.keys(row)) === String(keys) &&
    Object.values(row).every(isShort)
  return rows.every(isAlike) ? keys : null
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

const isShort = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Array.isArray(value) && value.every(isScalar))

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

function shown(value: unknown): string {
  if (Array.isArray(value)) {
    const rest = value.length - MOST_NUMBERS
    const some = value.slice(0, MOST_NUMBERS).map(shown).join(' ')
    return rest > 0 ? `${some} … ${rest} more` : some
  }
  if (typeof value === 'number') return String(Number(value.toPrecision(10)))
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' ? value : '–'
}
