import { existsSync, linkSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { fileDate } from '../backups/names.ts'
import { discard, putInPlace } from '../backups/place.ts'
import { DAMAGED_FOLDER, DATABASE_FILE } from '../files.ts'
import { APPLICATION_ID, latestFormat, migrate } from '../migrate.ts'
import { privateFile, privateFolder } from '../private.ts'
import { ERROR_SERIES, SERIES } from '../repositories/metrics.ts'
import { isSqliteError } from '../sqlite-errors.ts'
import { isWhole } from './is-whole.ts'
import { mendDatasets } from './mend-datasets.ts'
import { mendLinks } from './mend-links.ts'
import { mendHistories, mendRuns } from './mend-runs.ts'
import { tableShapes, type TableShape } from './table-shape.ts'
import { walkTable } from './walk-table.ts'

export interface Recovery {
  /** Where the damaged file is now. */
  readonly setAside: string
  readonly tables: readonly RecoveredTable[]
  /** What was lost, in words. */
  readonly losses: readonly string[]
}

export interface RecoveredTable {
  readonly table: string
  readonly recovered: number
  /** Null when some rows are lost and nobody knows how many. */
  readonly lost: number | null
}

/**
 * Puts a new database in the place of a damaged one, with every row that could be read. Only for the owner of the home
 * folder, with no connection open.
 * @throws {GlassboxError} `storage/disk-full` and whatever else writing may meet; damage is never a reason
 */
export function recoverDatabase(home: string): Recovery {
  const file = join(home, DATABASE_FILE)
  const part = `${file}.part`
  const now = Date.now()
  discard(part)
  privateFile(part)
  const found = copyReadable(file, part, now)
  const setAside = moveAside(home, file, now)
  putInPlace(part, file)
  return { setAside, ...found }
}

function copyReadable(file: string, part: string, now: number): Omit<Recovery, 'setAside'> {
  const fresh = new Database(part)
  const damaged = openDamaged(file)
  try {
    // Nothing but this process knows of the file, and it is written to the disk at the end.
    fresh.pragma('journal_mode = MEMORY')
    fresh.pragma('synchronous = OFF')
    fresh.pragma('foreign_keys = OFF')
    migrate(fresh, damaged ? formatOf(damaged) : latestFormat)
    const shapes = tableShapes(fresh)
    const found = fresh.transaction(() => (damaged ? copyRows(damaged, fresh, shapes, now) : nothing(shapes)))()
    fresh.pragma('foreign_keys = ON')
    migrate(fresh)
    return found
  } finally {
    damaged?.close()
    fresh.close()
  }
}

/** @returns null for a file that is no database any more */
function openDamaged(file: string): Database.Database | null {
  let db: Database.Database | null = null
  try {
    db = new Database(file, { readonly: true, timeout: 5000 })
    db.pragma('cell_size_check = ON') // pages that make no sense are told at once
    // A file that was cut short is read as far as it goes only by who may write schemas; this connection writes nothing.
    db.unsafeMode()
    db.pragma('writable_schema = ON')
    db.pragma('schema_version')
    return db
  } catch (error) {
    db?.close()
    if (isSqliteError(error, 'SQLITE_CORRUPT') || isSqliteError(error, 'SQLITE_NOTADB')) return null
    throw error
  }
}

/** The format in its head, or the newest where that makes no sense. */
function formatOf(damaged: Database.Database): number {
  try {
    const format = Number(damaged.pragma('user_version', { simple: true }))
    const ours = Number(damaged.pragma('application_id', { simple: true })) === APPLICATION_ID
    return ours && format >= 1 && format <= latestFormat ? format : latestFormat
  } catch (error) {
    if (isSqliteError(error, 'SQLITE_')) return latestFormat
    throw error
  }
}

function nothing(shapes: readonly TableShape[]): Omit<Recovery, 'setAside'> {
  return {
    tables: shapes.map(({ name }) => ({ table: name, recovered: 0, lost: null })),
    losses: ['Nothing could be read of the damaged file.'],
  }
}

function copyRows(
  damaged: Database.Database,
  fresh: Database.Database,
  shapes: readonly TableShape[],
  now: number,
): Omit<Recovery, 'setAside'> {
  const count = ({ name }: TableShape): number =>
    fresh.prepare<[], number>(`SELECT count(*) FROM "${name}"`).pluck().get() ?? 0
  const read = shapes.map((shape) => ({ shape, lost: copyTable(damaged, fresh, shape), before: count(shape) }))
  if (read.every(({ before }) => before === 0)) return nothing(shapes)
  const losses = [...lostRuns(damaged, fresh), ...mendRuns(fresh, now), ...mendDatasets(fresh, now)]
  mendLinks(fresh, shapes)
  const linked = read.map((one) => ({ ...one, recovered: Math.min(one.before, count(one.shape)) }))
  losses.push(...mendHistories(fresh))
  const tables = linked.map(({ shape, lost, before, recovered }) => {
    const replaced = count(shape) - recovered
    const known = Math.max((lost ?? 0) + before - recovered, replaced)
    return { table: shape.name, recovered, lost: known === 0 ? lost : known }
  })
  const unknown = tables.filter(({ lost }) => lost === null).map(({ table }) => table)
  if (unknown.length > 0) losses.push(`More may be lost, nobody knows how much, of: ${unknown.join(', ')}.`)
  return { tables, losses }
}

function copyTable(damaged: Database.Database, fresh: Database.Database, shape: TableShape): number | null {
  const columns = shape.columns.map((column) => `"${column}"`).join(', ')
  const insert = fresh.prepare(
    `INSERT INTO "${shape.name}" (${columns}) VALUES (${shape.columns.map(() => '?').join(', ')})`,
  )
  const known = (column: string): readonly string[] => {
    if (column === 'series') return [...SERIES, ...ERROR_SERIES]
    const parent = shape.references.find((reference) => reference.column === column)
    if (!parent) return []
    return fresh.prepare<[], string>(`SELECT "${parent.target}" FROM "${parent.table}"`).pluck().all()
  }
  const { lost } = walkTable(damaged, shape, known, (row) => {
    if (!isWhole(shape.name, Object.fromEntries(shape.columns.map((column, i) => [column, row[i]])))) return false
    try {
      insert.run(...row)
      return true
    } catch (error) {
      // A value of another kind, or one that a check does not allow: no row that was ever written.
      if (isSqliteError(error, 'SQLITE_CONSTRAINT') || isSqliteError(error, 'SQLITE_MISMATCH')) return false
      throw error
    }
  })
  return lost
}

/** Runs that an index still names. */
function lostRuns(damaged: Database.Database, fresh: Database.Database): string[] {
  const held = new Set(fresh.prepare<[], number>('SELECT number FROM runs').pluck().all())
  const numbers = new Set<number>()
  for (const order of ['ASC', 'DESC'])
    try {
      const all = damaged
        .prepare<[], number>(`SELECT number FROM runs INDEXED BY sqlite_autoindex_runs_2 ORDER BY number ${order}`)
        .pluck()
      for (const number of all.iterate()) numbers.add(number)
      break
    } catch (error) {
      if (!isSqliteError(error, 'SQLITE_')) throw error
    }
  return [...numbers]
    .filter((number) => Number.isSafeInteger(number) && !held.has(number))
    .sort((a, b) => a - b)
    .map((number) => `Run ${number} is lost.`)
}

/** The damaged file keeps its name until the new one takes it: nobody who comes in between begins an empty one. */
function moveAside(home: string, file: string, now: number): string {
  const folder = join(home, DAMAGED_FOLDER)
  privateFolder(folder)
  const base = join(folder, `glassbox-${fileDate(now)}`)
  let aside = `${base}.sqlite`
  for (let next = 2; existsSync(aside); next++) aside = `${base}-${next}.sqlite`
  try {
    linkSync(file, aside)
  } catch {
    // A file system without links.
    renameSync(file, aside)
  }
  for (const suffix of ['-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix)
  return aside
}
