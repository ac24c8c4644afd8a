import { statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { GlassboxError } from '../../contract/errors.ts'
import { privateFile, privateFolder } from '../private.ts'
import { asStorageError } from '../sqlite-errors.ts'
import { backupName, BACKUPS_FOLDER } from './names.ts'
import { discard, putInPlace } from './place.ts'

/**
 * Copies the whole database before its format changes, which cannot be undone.
 * @returns where the copy is
 * @throws {GlassboxError} `storage/disk-full` when there is no room for it
 */
export function copyBeforeMigrating(db: Database.Database, home: string, format: number): string {
  const folder = join(home, BACKUPS_FOLDER)
  const file = join(folder, backupName(Date.now(), format))
  const part = `${file}.part`
  try {
    privateFolder(folder)
    const { bavail, bsize } = statfsSync(folder)
    if (bavail * bsize < statSync(db.name).size) throw noRoom()
    discard(part)
    privateFile(part)
    db.prepare('VACUUM INTO ?').run(part)
    putInPlace(part, file)
    return file
  } catch (error) {
    discard(part)
    const known = asStorageError(error)
    throw known instanceof GlassboxError && known.code === 'storage/disk-full' ? noRoom(error) : known
  }
}

function noRoom(cause?: unknown): GlassboxError {
  return new GlassboxError(
    'storage/disk-full',
    'The disk is too full for the copy of the database that is made before it is brought up to this version. Nothing was changed.',
    { hint: 'Free as much space as the database takes on the disk of the home folder, then start again.', cause },
  )
}
