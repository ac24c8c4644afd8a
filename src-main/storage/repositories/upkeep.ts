import type Database from 'better-sqlite3'
import { backupDatabase } from '../backups/backup.ts'
import { dirname } from 'node:path'
import { checkIntegrity, type Integrity, type IntegrityStep } from '../recovery/check-integrity.ts'
import { writeSpace } from '../space/compact.ts'
import { databaseSizes, type DatabaseSizes } from '../space/sizes.ts'
import { blobStore } from './blobs.ts'

/** Copies of days that are kept. */
const BACKUPS = 7
/** Blobs that a step of an integrity check looks at. */
const STEP = 50

export function readUpkeep(db: Database.Database) {
  let check: Generator<IntegrityStep, Integrity> | null = null
  return {
    sizes: (): DatabaseSizes => databaseSizes(db),
    /** The next step of an integrity check, or the first of a new one; `problems` come with the last. */
    checkStep(): IntegrityStep & { problems: readonly string[] | null } {
      check ??= checkIntegrity(db)
      let at: IntegrityStep = { done: 0, total: 1 }
      for (let i = 0; i < STEP; i++) {
        const { value, done } = check.next()
        if (done) {
          check = null
          return { ...at, done: at.total, problems: value.problems }
        }
        at = value
      }
      return { ...at, problems: null }
    },
  }
}

export function writeUpkeep(db: Database.Database) {
  const home = dirname(db.name)
  return {
    ...writeSpace(db),
    /** Deletes the weights that nothing refers to. */
    collect: (): void => void blobStore(db).collectAll(),
    /** @returns where the copy is; null when there is one of today, or of what it is now */
    backup: (evenToday: boolean): Promise<string | null> => backupDatabase(db, home, { keep: BACKUPS, evenToday }),
  }
}
