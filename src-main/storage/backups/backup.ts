import { readdirSync, rmSync, statfsSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { GlassboxError } from '../../contract/errors.ts'
import { privateFile, privateFolder } from '../private.ts'
import { asStorageError } from '../sqlite-errors.ts'
import { backupName, BACKUPS_FOLDER, parseBackupName, type BackupName } from './names.ts'
import { discard, putInPlace } from './place.ts'

/** A copy of the database in the home folder. */
export interface Backup extends BackupName {
  readonly path: string
  readonly bytes: number
}

/** Copies that were made before a migration, which are kept whatever else there is. */
const KEPT_FORMATS = 3
/** Pages copied at a time (1 MB); others are answered in between. */
const PAGES_IN_STEP = 256

/** Newest first. */
export function listBackups(home: string): Backup[] {
  const folder = join(home, BACKUPS_FOLDER)
  return namesIn(folder)
    .flatMap((name) => parseBackupName(name) ?? [])
    .map((name) => ({ ...name, path: join(folder, name.file), bytes: statSync(join(folder, name.file)).size }))
    .sort((a, b) => b.at - a.at)
}

/**
 * Copies the database once a day when something has changed, and removes copies that are too many. Only for the owner,
 * who may go on writing meanwhile. What a killed process left of a copy is removed.
 * @param options.keep copies of days that are kept
 * @param options.evenToday whether one of today does not suffice
 * @returns where the copy is, or null when none was due
 * @throws {GlassboxError} `storage/disk-full`
 */
export async function backupDatabase(
  db: Database.Database,
  home: string,
  { keep, evenToday = false }: { keep: number; evenToday?: boolean },
): Promise<string | null> {
  const folder = join(home, BACKUPS_FOLDER)
  privateFolder(folder)
  for (const name of namesIn(folder)) if (/\.part(-\w+)?$/.test(name)) rmSync(join(folder, name), { force: true })
  // From here on the time of the file says when something was written last.
  db.pragma('wal_checkpoint(TRUNCATE)')
  const written = statSync(db.name)
  const now = Date.now()
  const newest = listBackups(home).find(({ format }) => format === null)
  if (newest && ((!evenToday && isSameDay(newest.at, now)) || isCopyOf(newest, written.mtimeMs))) return null

  const file = join(folder, backupName(now, null))
  const part = `${file}.part`
  try {
    const { bavail, bsize } = statfsSync(folder)
    if (bavail * bsize < written.size) throw noRoom()
    privateFile(part)
    await db.backup(part, { progress: () => PAGES_IN_STEP })
    withoutLog(part)
    utimesSync(part, written.atime, written.mtime)
    putInPlace(part, file)
  } catch (error) {
    discard(part)
    throw asStorageError(error)
  }
  thin(home, keep)
  return file
}

/** A copy is one file, that can be read where nothing can be written. */
function withoutLog(file: string): void {
  const copy = new Database(file)
  copy.pragma('journal_mode = DELETE')
  copy.close()
}

function thin(home: string, keep: number): void {
  const all = listBackups(home)
  const days = all.filter(({ format }) => format === null).slice(keep)
  const formats = all.filter(({ format }) => format !== null).slice(KEPT_FORMATS)
  for (const { path } of [...days, ...formats]) rmSync(path, { force: true })
}

/** A copy has the time of what it is a copy of; whole milliseconds, which every file system keeps. */
const isCopyOf = ({ path }: Backup, writtenMs: number): boolean =>
  Math.floor(statSync(path).mtimeMs) === Math.floor(writtenMs)

const isSameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString()

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // none was ever made
  }
}

function noRoom(): GlassboxError {
  return new GlassboxError('storage/disk-full', 'The disk is too full for a copy of the database.', {
    hint: 'Free as much space as the database takes, or remove old copies from the folder "backups".',
  })
}
