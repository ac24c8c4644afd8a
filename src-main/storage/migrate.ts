import type Database from 'better-sqlite3'
import { GlassboxError } from '../contract/errors.ts'
import { migrations } from './migrations/index.ts'

/** `GBOX`: tells a Glassbox file from any other SQLite file. */
export const APPLICATION_ID = 0x47_42_4f_58

/**
 * Brings a database up to this program's version.
 * @throws {GlassboxError} `storage/newer` for a file of a later program, `storage/damaged` for a foreign file.
 */
export function migrate(db: Database.Database): void {
  const version = checkFormat(db)
  if (version === 0) {
    // Only possible before the first table exists.
    db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma(`application_id = ${APPLICATION_ID}`)
  }
  for (const migration of migrations) {
    if (migration.version <= version) continue
    db.transaction(() => {
      db.exec(migration.sql)
      db.pragma(`user_version = ${migration.version}`)
    }).exclusive()
  }
}

/** @returns the file's version, 0 for a new one. */
export function checkFormat(db: Database.Database): number {
  const version = Number(db.pragma('user_version', { simple: true }))
  const application = Number(db.pragma('application_id', { simple: true }))
  const latest = migrations.at(-1)?.version ?? 0
  if (version > 0 && application !== APPLICATION_ID)
    throw new GlassboxError('storage/damaged', 'The database in the home folder was not made by Glassbox.', {
      hint: 'Choose another home folder with --home, or move that file away.',
    })
  if (version > latest)
    throw new GlassboxError(
      'storage/newer',
      `The database was written by a newer Glassbox (format ${version}, this one reads up to ${latest}).`,
      {
        hint: 'Update Glassbox, or choose another home folder with --home.',
      },
    )
  return version
}
