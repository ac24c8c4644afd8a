import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { GlassboxError } from '../contract/errors.ts'
import { DATABASE_FILE } from './files.ts'
import { copyBeforeMigrating } from './backups/copy-before-migrating.ts'
import { checkFormat, latestFormat, migrate } from './migrate.ts'
import { foreignLink, privateFile, privateFolder, tighten } from './private.ts'
import { asStorageError, isSqliteError } from './sqlite-errors.ts'

/**
 * A lock on the home folder that dies with the process, however it dies: an exclusive SQLite transaction on a file of its own.
 * @returns the open connection that holds it, or null when another process has it.
 */
export function lockHome(home: string): Database.Database | null {
  const file = join(home, 'owner.lock')
  privateFile(file)
  const lock = new Database(file, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (isSqliteError(error, 'SQLITE_BUSY')) return null
    throw error
  }
}

/**
 * Opens the database for writing; only the owner of the home folder may. A file of an earlier format is copied, then
 * brought up to date.
 * @throws {GlassboxError} `storage/newer` for a file of a later program, `storage/disk-full` when there is no room for the copy
 */
export function openForWriting(home: string): Database.Database {
  const file = join(home, DATABASE_FILE)
  privateFile(file)
  // Left by a process that was killed; new ones get the mode of the database.
  for (const suffix of ['-wal', '-shm']) tighten(file + suffix, 0o600)
  let db = connect(file, false)
  try {
    // Its first page alone does not tell the format: a process may have been killed while it wrote that page.
    if (checkFormat(db, 'write') < latestFormat) {
      prepare(db, home)
      db.close()
      db = connect(file, false)
    }
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    db.pragma('journal_mode = WAL')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Makes an empty file a database, or brings one of an earlier format up to date. The connection is of no use afterwards:
 * behind so many changes of tables SQLite refuses it the first checkpoint of the log.
 */
function prepare(db: Database.Database, home: string): void {
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  // auto_vacuum has to be chosen before WAL writes the first page.
  const isEmpty = db.pragma('page_count', { simple: true }) === 0
  if (!isEmpty) db.pragma('journal_mode = WAL')
  bringUpToDate(db, home)
}

/** Opens the database for reading beside its owner; one of a later program too, as far as its tables allow. */
export function openForReading(home: string): Database.Database {
  const file = join(home, DATABASE_FILE)
  if (!existsSync(file))
    throw new GlassboxError('not-found', 'This home folder holds no Glassbox database yet.', {
      hint: 'Import or train something first.',
    })
  const db = connectReading(file)
  const format = checkFormat(db, 'read')
  if (format === 0)
    throw new GlassboxError('storage/busy', 'The database is being created.', { hint: 'Try again in a moment.' })
  return format < latestFormat ? upToDateCopy(db) : db
}

/** What may only be read and is of an earlier format is not touched: a copy of it, brought up to date, is read. */
function upToDateCopy(db: Database.Database): Database.Database {
  const copy = temporaryCopy()
  db.prepare('VACUUM INTO ?').run(copy)
  db.close()
  const own = connect(copy, false)
  migrate(own)
  return own
}

/** A place for a copy that ends with this process. */
function temporaryCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'glassbox-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return join(folder, DATABASE_FILE)
}

function bringUpToDate(db: Database.Database, home: string): void {
  const format = checkFormat(db, 'write')
  if (format === latestFormat) return
  const copy = format > 0 ? copyBeforeMigrating(db, home, format) : null
  try {
    migrate(db)
  } catch (error) {
    const known = asStorageError(error)
    if (known instanceof GlassboxError || !copy) throw known
    throw new GlassboxError(
      'storage/damaged',
      `The database could not be brought up to this version and was left as it is: ${(error as Error).message}.`,
      { hint: `Use the Glassbox that wrote it; a copy is in ${copy}.`, cause: error },
    )
  }
}

/**
 * Makes the home folder, readable by its user alone. A folder that was there keeps its mode, what is ours in it does not.
 * @throws {GlassboxError} `home/unusable`
 */
export function ensureHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    const link = foreignLink(home)
    if (link !== undefined) throw new Error(`${link} is a link that another user made.`)
    for (const folder of ['cache', 'uploads']) privateFolder(join(home, folder))
  } catch (error) {
    throw new GlassboxError('home/unusable', `The home folder cannot be used: ${(error as Error).message}`, {
      hint: 'Choose another folder with --home or GLASSBOX_HOME.',
      cause: error,
    })
  }
}

/** WAL needs a file beside the database even for reading; where none can be made, a copy elsewhere is read. */
function connectReading(file: string): Database.Database {
  try {
    return connect(file, true)
  } catch (error) {
    if (!(error instanceof GlassboxError && error.code === 'home/read-only')) throw error
    const copy = temporaryCopy()
    for (const suffix of ['', '-wal']) {
      if (!existsSync(file + suffix)) continue
      copyFileSync(file + suffix, copy + suffix)
      tighten(copy + suffix, 0o600)
    }
    // What the log holds has to be read into the copy.
    return connect(copy, false)
  }
}

function connect(file: string, readonly: boolean): Database.Database {
  try {
    const db = new Database(file, { readonly, timeout: 5000 })
    db.pragma('schema_version') // a file that is no database fails here, not later
    return db
  } catch (error) {
    throw asStorageError(error)
  }
}
