import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { GlassboxError } from '../contract/errors.ts'
import { openForWriting } from './open.ts'
import { recoverDatabase, type Recovery } from './recovery/recover.ts'

/** Left in a home folder whose database was found damaged while it was in use. */
const MARK = 'damaged.mark'

/**
 * Opens the database for writing; one that is damaged, or was found so before, is set aside first, and what can be read of
 * it is taken over.
 */
export function openOrRecover(home: string): { db: Database.Database; recovery: Recovery | null } {
  const mark = join(home, MARK)
  if (!existsSync(mark))
    try {
      return { db: openForWriting(home), recovery: null }
    } catch (error) {
      if (!isDamage(error)) throw error
    }
  const recovery = recoverDatabase(home)
  rmSync(mark, { force: true })
  return { db: openForWriting(home), recovery }
}

/** The next start recovers what can be read. */
export function markDamaged(home: string): void {
  try {
    writeFileSync(join(home, MARK), '', { mode: 0o600 })
  } catch {
    // The error itself is told.
  }
}

/** SQLite's own word for it: a whole database of another program is none of our business. */
export const isDamage = (error: unknown): boolean =>
  error instanceof GlassboxError && error.code === 'storage/damaged' && error.cause !== undefined
