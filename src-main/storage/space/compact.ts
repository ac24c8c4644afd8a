import type Database from 'better-sqlite3'

/** Pages that are given back in one step (8 MB): few enough that a save in between does not wait. */
const PAGES_IN_STEP = 2048

/** Gives free pages back to the disk, a step at a time, so that others are answered in between. */
export function writeSpace(db: Database.Database) {
  return {
    /** Moves the last pages of the file into free ones, and cuts it. @returns bytes that are still free */
    compactStep(): number {
      db.exec(`PRAGMA incremental_vacuum(${PAGES_IN_STEP})`)
      return Number(db.pragma('freelist_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
    },
    /** Writes the log into the file and empties it, unless somebody still reads from it. */
    truncateLog(): void {
      db.pragma('wal_checkpoint(TRUNCATE)')
    },
  }
}
