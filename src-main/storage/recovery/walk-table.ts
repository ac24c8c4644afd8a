import type Database from 'better-sqlite3'
import { isSqliteError } from '../sqlite-errors.ts'
import type { TableShape } from './table-shape.ts'

type Value = string | number | bigint | Buffer | null
type Row = readonly Value[]

export interface Walk {
  /** Rows that are known to be lost; null when some are and nobody knows how many. */
  readonly lost: number | null
}

/** Questions that are asked of one table at most, so that no damage keeps anybody waiting. */
const MOST_QUESTIONS = 20_000
/** Questions inside one gap that may follow each other without a new row. */
const MOST_IN_VAIN = 128
/** How far behind the last known number to look when nothing is known of the end. */
const BEYOND = 65_536

/**
 * Reads whatever can be read of a table in a damaged file: from the front until SQLite meets damage, from the back until
 * it does, then inside the gap: rows that an index names, and whatever halving the gap again and again comes upon.
 * @param known values that a column of the key may have, where it is a text
 * @param take is handed every row once, its values in the order of the shape's columns; false rejects it
 */
export function walkTable(
  db: Database.Database,
  shape: TableShape,
  known: (column: string) => readonly string[],
  take: (row: Row) => boolean,
): Walk {
  const { key, columns } = shape
  const places = key.map(({ name }) => columns.indexOf(name))
  const taken = new Set<string>()
  const rejected = new Set<string>()
  const statements = new Map<string, Database.Statement<unknown[]>>()
  let questions = MOST_QUESTIONS
  let holes = false

  const keyOf = (row: Row): Row => places.map((place) => row[place] ?? null)

  function accept(row: Row): void {
    const name = textOf(keyOf(row))
    if (taken.has(name)) return
    if (take(row)) {
      taken.add(name)
      rejected.delete(name)
    } else rejected.add(name)
  }

  function prepared(sql: string): Database.Statement<unknown[]> {
    const statement = statements.get(sql) ?? db.prepare<unknown[]>(sql).raw()
    statements.set(sql, statement)
    return statement
  }

  /** Rows whose key begins with the given values, in order, as far as they can be read. */
  function scan(
    prefix: Row,
    range: readonly [number, number] | null,
    backwards: boolean,
  ): { whole: boolean; reached: Row | null } {
    const next = key[prefix.length]
    const where = [
      ...prefix.map((_, index) => `"${key[index]!.name}" = ?`),
      ...(range && next ? [`"${next.name}" BETWEEN ? AND ?`] : []),
    ]
    const order = key.slice(prefix.length).map(({ name }) => `"${name}" ${backwards ? 'DESC' : 'ASC'}`)
    const sql = [
      `SELECT ${list(columns)} FROM "${shape.name}" NOT INDEXED`,
      where.length > 0 ? `WHERE ${where.join(' AND ')}` : '',
      order.length > 0 ? `ORDER BY ${order.join(', ')}` : '',
    ].join(' ')
    questions--
    let reached: Row | null = null
    const whole = readUntilDamage(
      () => prepared(sql).iterate(...prefix, ...(range ?? [])),
      (row) => {
        const at = keyOf(row)
        // Pages that lead back to themselves would never end.
        if (reached && compare(at, reached) * (backwards ? -1 : 1) <= 0) return false
        reached = at
        accept(row)
        return true
      },
    )
    return { whole, reached }
  }

  function read(prefix: Row): void {
    if (questions <= 0) return
    const front = scan(prefix, null, false)
    if (front.whole) return
    const back = scan(prefix, null, true)
    if (back.whole) return
    holes = true
    const column = key[prefix.length]
    if (!column) return
    const [from, to] = [front.reached?.[prefix.length] ?? null, back.reached?.[prefix.length] ?? null]
    if (column.integer) halve(prefix, from, to)
    else for (const value of known(column.name)) if (isBetween(value, from, to)) read([...prefix, value])
  }

  function halve(prefix: Row, from: Value, to: Value): void {
    const place = prefix.length
    const last = place === key.length - 1
    const low = numberOr(from, 0)
    const queue: [number, number][] = [[low, numberOr(to, low + BEYOND)]]
    for (let vain = 0; vain < MOST_IN_VAIN && questions > 0; vain++) {
      const range = queue.shift()
      if (!range) return
      const before = taken.size
      const front = scan(prefix, range, false)
      if (front.whole) continue
      const back = scan(prefix, range, true)
      if (back.whole) continue
      if (taken.size > before) vain = 0
      const step = last ? 1 : 0
      const start = front.reached ? Number(front.reached[place]) + step : range[0]
      const end = back.reached ? Number(back.reached[place]) - step : range[1]
      if (start > end || (start === end && range[0] === range[1])) continue
      const middle = Math.floor((start + end) / 2)
      queue.push([start, middle])
      if (middle < end) queue.push([middle + 1, end])
    }
  }

  /** Keys by an index of the table. @returns null when the index itself is damaged */
  function keysIn({ name, columns: order }: TableShape['indexes'][number], into: Map<string, Row>): boolean {
    const names = list(key.map((column) => column.name))
    for (const direction of ['ASC', 'DESC']) {
      const by = order.map((column) => `"${column}" ${direction}`).join(', ')
      const sql = `SELECT ${names} FROM "${shape.name}" INDEXED BY "${name}" ORDER BY ${by}`
      let count = 0
      const whole = readUntilDamage(
        () => prepared(sql).iterate(),
        (row) => {
          into.set(textOf(row), row)
          // More than there can be rows: its pages lead back to themselves.
          return ++count < 2 ** 26
        },
      )
      if (whole) return true
    }
    return false
  }

  read([])
  if (!holes) return { lost: rejected.size }

  const named = new Map<string, Row>()
  const certain = shape.indexes.map((index) => keysIn(index, named)).some(Boolean)
  let lost = 0
  for (const [name, at] of named) {
    if (taken.has(name) || rejected.has(name)) continue
    if (questions > 0 && scan(at, null, false).whole) continue
    lost++
  }
  lost += rejected.size
  return { lost: lost > 0 || certain ? lost : null }
}

/** @returns false when SQLite, or the reader of a row, stopped before the end */
function readUntilDamage(open: () => IterableIterator<unknown>, each: (row: Row) => boolean): boolean {
  let rows: IterableIterator<unknown>
  try {
    rows = open()
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
  for (;;) {
    let next: IteratorResult<unknown>
    try {
      next = rows.next()
    } catch (error) {
      if (isDamage(error)) return false
      throw error
    }
    if (next.done) return true
    let more = false
    try {
      more = each(next.value as Row)
    } finally {
      if (!more) rows.return?.()
    }
    if (!more) return false
  }
}

/** Damage shows as many errors: a page that is wrong, a schema that makes no sense, a text that is too long. */
function isDamage(error: unknown): boolean {
  return isSqliteError(error, 'SQLITE_') || error instanceof RangeError
}

const list = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ')

const textOf = (key: Row): string => JSON.stringify(key.map(String))

const numberOr = (value: Value, other: number): number =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : other

function isBetween(value: string, from: Value, to: Value): boolean {
  return (
    (typeof from !== 'string' || compareValues(value, from) >= 0) &&
    (typeof to !== 'string' || compareValues(value, to) <= 0)
  )
}

function compare(a: Row, b: Row): number {
  for (const [index, value] of a.entries()) {
    const order = compareValues(value, b[index] ?? null)
    if (order !== 0) return order
  }
  return 0
}

/** As SQLite orders them: numbers before texts, texts by their bytes. */
function compareValues(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return Number(typeof a === 'string') - Number(typeof b === 'string')
}
