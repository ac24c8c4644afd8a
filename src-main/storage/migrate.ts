import type Database from 'better-sqlite3'
import { GlassboxError } from '../contract/errors.ts'
import { migrations } from './migrations/index.ts'

/** `GBOX`: tells a Glassbox file from any other SQLite file. */
export const APPLICATION_ID = 0x47_42_4f_58

/** The format this program writes. */
export const latestFormat = migrations.at(-1)?.version ?? 0

/**
 * Brings a database up to a format, in one transaction: a step that fails leaves the file as it was.
 * @throws {GlassboxError} `storage/newer` for a file of a later program, `storage/damaged` for a foreign file.
 */
export function migrate(db: Database.Database, until = latestFormat): void {
  const version = checkFormat(db, 'write')
  if (version === 0) {
    // Only possible before the first table exists.
    db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma(`application_id = ${APPLICATION_ID}`)
  }
  const steps = migrations.filter((migration) => migration.version > version && migration.version <= until)
  if (steps.length === 0) return
  db.transaction(() => {
    for (const migration of steps) {
      db.exec(migration.sql)
      db.pragma(`user_version = ${migration.version}`)
    }
  }).exclusive()
}

/**
 * @returns the file's version, 0 for a new one.
 * @throws {GlassboxError} `storage/damaged` for a foreign file; `storage/newer` for one of a later program that is to be written
 */
export function checkFormat(db: Database.Database, access: 'read' | 'write'): number {
  const version = Number(db.pragma('user_version', { simple: true }))
  const application = Number(db.pragma('application_id', { simple: true }))
  if (version > 0 && application !== APPLICATION_ID)
    throw new GlassboxError('storage/damaged', 'The database in the home folder was not made by Glassbox.', {
      hint: 'Choose another home folder with --home, or move that file away.',
    })
  if (version > latestFormat && access === 'write')
    throw new GlassboxError(
      'storage/newer',
      `The database was written by a newer Glassbox (format ${version}, this one writes up to ${latestFormat}): it can be looked at but not changed.`,
      {
        hint: 'Update Glassbox, or choose another home folder with --home.',
      },
    )
  return version
}
