import type Database from 'better-sqlite3'

/** A checkpoint without the run that it belongs to. */
export function insertCheckpoint(db: Database.Database, run: string, weights: string, optimizer: string | null): void {
  const insert = db.prepare(
    'INSERT INTO checkpoints (run_id, epoch, step, weights_sha256, optimizer_sha256, created_at) VALUES (?, 1, 0, ?, ?, 1)',
  )
  insert.run(run, weights, optimizer)
}
