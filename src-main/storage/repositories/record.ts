import type Database from 'better-sqlite3'
import { GlassboxError } from '../../contract/errors.ts'
import { isResting } from '../../contract/run-states.ts'
import type { RunStatus } from '../../contract/types.ts'
import { blobStore } from './blobs.ts'

export interface RunEdit {
  readonly name?: string | undefined
  readonly note?: string | undefined
  readonly addTags?: readonly string[] | undefined
  readonly removeTags?: readonly string[] | undefined
  /** Null takes it out of the one it is in. */
  readonly experiment?: string | null | undefined
  readonly isPinned?: boolean | undefined
}

/** What people do with saved runs: name them, mark them, throw them away and fetch them back. */
export function writeRecord(db: Database.Database) {
  const blobs = blobStore(db)
  const blobBytes = (): number =>
    db.prepare<[], number>('SELECT coalesce(sum(length(bytes)), 0) FROM blobs').pluck().get() ?? 0

  return {
    edit: db.transaction((id: string, edit: RunEdit): void => {
      const { name, note, experiment, isPinned, addTags = [], removeTags = [] } = edit
      if (name !== undefined) db.prepare('UPDATE runs SET name = ? WHERE id = ?').run(name, id)
      if (note !== undefined) db.prepare('UPDATE runs SET note = ? WHERE id = ?').run(note, id)
      if (experiment !== undefined) db.prepare('UPDATE runs SET experiment = ? WHERE id = ?').run(experiment, id)
      if (isPinned !== undefined) db.prepare('UPDATE runs SET is_pinned = ? WHERE id = ?').run(isPinned ? 1 : 0, id)
      for (const tag of addTags) db.prepare('INSERT OR IGNORE INTO run_tags (run_id, tag) VALUES (?, ?)').run(id, tag)
      for (const tag of removeTags) db.prepare('DELETE FROM run_tags WHERE run_id = ? AND tag = ?').run(id, tag)
    }),
    /** @returns of how many runs on the same data the result on the test split was looked at, this one with them */
    look: db.transaction((id: string): number => {
      db.prepare('INSERT OR IGNORE INTO test_looks (run_id, looked_at) VALUES (?, ?)').run(id, Date.now())
      return (
        db
          .prepare<[string], number>(
            `SELECT count(*) FROM test_looks JOIN runs ON runs.id = test_looks.run_id
             WHERE runs.dataset_id = (SELECT dataset_id FROM runs WHERE id = ?)`,
          )
          .pluck()
          .get(id) ?? 0
      )
    }),
    /**
     * All of them or none.
     * @throws {GlassboxError} `run/wrong-state` while one of them is under way
     */
    delete: db.transaction((ids: readonly string[]): void => {
      const status = db.prepare<[string], RunStatus>('SELECT status FROM runs WHERE id = ?').pluck()
      const busy = ids.find((id) => !isResting(status.get(id) ?? 'stopped'))
      if (busy !== undefined)
        throw new GlassboxError('run/wrong-state', `The run "${busy}" is under way.`, { hint: 'Stop it first.' })
      for (const id of ids)
        db.prepare('UPDATE runs SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL').run(Date.now(), id)
    }),
    restore: db.transaction((ids: readonly string[]): void => {
      for (const id of ids) db.prepare('UPDATE runs SET deleted_at = NULL WHERE id = ?').run(id)
    }),
    /** @returns how many runs are gone for good, and the bytes of weights that went with them */
    emptyTrash: db.transaction((): { runs: number; bytes: number } => {
      const before = blobBytes()
      const gone = 'SELECT id FROM runs WHERE deleted_at IS NOT NULL'
      const hashes = db
        .prepare<[], { weights_sha256: string; optimizer_sha256: string | null }>(
          `SELECT weights_sha256, optimizer_sha256 FROM checkpoints WHERE run_id IN (${gone})`,
        )
        .all()
      // A fork holds what it began with itself.
      db.prepare(`UPDATE runs SET parent_run_id = NULL WHERE parent_run_id IN (${gone})`).run()
      const { changes } = db.prepare('DELETE FROM runs WHERE deleted_at IS NOT NULL').run()
      blobs.collect(hashes.flatMap((row) => [row.weights_sha256, row.optimizer_sha256]))
      return { runs: changes, bytes: before - blobBytes() }
    }),
  }
}
