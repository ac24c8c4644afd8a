import type Database from 'better-sqlite3'
import type { KeptCheckpoint } from '../../contract/types.ts'
import { blobStore } from './blobs.ts'
import { surplus, type Retention } from './thinning.ts'

/** Everything that the rest of a run depends on, at a step. */
export interface CheckpointRecord {
  /** Epochs finished. */
  readonly epoch: number
  /** Steps done in the epoch under way. */
  readonly step: number
  readonly weights: Uint8Array
  /** Null where nothing was learnt yet: all moments are 0. */
  readonly optimizer: Uint8Array | null
  /** JSON: running sums and what early stopping remembers; null at the beginning. */
  readonly state: string | null
}

/** Its hashes, without the bytes. */
export interface CheckpointRow {
  readonly epoch: number
  readonly step: number
  readonly weightsSha256: string
  readonly optimizerSha256: string | null
  readonly state: string | null
}

interface Row {
  readonly epoch: number
  readonly step: number
  readonly weights_sha256: string
  readonly optimizer_sha256: string | null
  readonly state: string | null
  readonly pinned: number
  readonly bytes: number
}

const SELECT = `SELECT epoch, step, weights_sha256, optimizer_sha256, state, pinned,
  (SELECT size FROM blobs WHERE sha256 = weights_sha256) + coalesce((SELECT size FROM blobs WHERE sha256 = optimizer_sha256), 0) AS bytes
  FROM checkpoints WHERE run_id = ? ORDER BY epoch, step`

export function readCheckpoints(db: Database.Database) {
  const blobs = blobStore(db)
  const select = db.prepare<[string], Row>(SELECT)
  return {
    kept: (runId: string): KeptCheckpoint[] =>
      select.all(runId).map(({ epoch, step, bytes, pinned, state }) => ({
        ...{ epoch, step, bytes, pinned: pinned === 1 },
        isExact: state !== null || (epoch === 0 && step === 0),
      })),
    /** Hashes of all that are kept, in order. */
    rows: (runId: string): CheckpointRow[] =>
      select.all(runId).map(({ epoch, step, weights_sha256, optimizer_sha256, state }) => ({
        ...{ epoch, step, weightsSha256: weights_sha256, optimizerSha256: optimizer_sha256, state },
      })),
    /** @throws {GlassboxError} `storage/damaged` */
    load: ({ epoch, step, weightsSha256, optimizerSha256, state }: CheckpointRow): CheckpointRecord => ({
      ...{ epoch, step, state, weights: blobs.read(weightsSha256) },
      optimizer: optimizerSha256 === null ? null : blobs.read(optimizerSha256),
    }),
  }
}

/** To be called inside a transaction. */
export function writeCheckpoints(db: Database.Database) {
  const blobs = blobStore(db)
  const select = db.prepare<[string], Row>(SELECT)
  const upsert = db.prepare(
    `INSERT INTO checkpoints (run_id, epoch, step, weights_sha256, optimizer_sha256, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id, epoch, step) DO UPDATE
     SET weights_sha256 = excluded.weights_sha256, optimizer_sha256 = excluded.optimizer_sha256, state = excluded.state`,
  )
  const remove = db.prepare('DELETE FROM checkpoints WHERE run_id = ? AND epoch = ? AND step = ?')

  function drop(runId: string, rows: readonly Row[]): void {
    for (const { epoch, step } of rows) remove.run(runId, epoch, step)
    blobs.collect(rows.flatMap((row) => [row.weights_sha256, row.optimizer_sha256]))
  }

  return {
    /** @returns the sha-256 of the weights */
    keep(runId: string, { epoch, step, weights, optimizer, state }: CheckpointRecord): string {
      const sha256 = blobs.write(weights)
      const optimizerSha256 = optimizer ? blobs.write(optimizer) : null
      upsert.run(runId, epoch, step, sha256, optimizerSha256, state, Date.now())
      return sha256
    },
    /** The same bytes under another run: they are stored once. */
    copy(runId: string, row: CheckpointRow): void {
      const { epoch, step, weightsSha256, optimizerSha256, state } = row
      upsert.run(runId, epoch, step, weightsSha256, optimizerSha256, state, Date.now())
    },
    thin(runId: string, retention: Retention): void {
      const rows = select.all(runId).map((row) => ({ ...row, pinned: row.pinned === 1, row }))
      drop(
        runId,
        surplus(rows, retention).map(({ row }) => row),
      )
    },
    /** Drops whatever lies behind a place, as when a run goes on from there. */
    dropBehind(runId: string, place: { readonly epoch: number; readonly step: number }): void {
      drop(
        runId,
        select
          .all(runId)
          .filter(({ epoch, step }) => epoch > place.epoch || (epoch === place.epoch && step > place.step)),
      )
    },
    pin(runId: string, epoch: number, pinned: boolean): boolean {
      const { changes } = db
        .prepare('UPDATE checkpoints SET pinned = ? WHERE run_id = ? AND epoch = ? AND step = 0')
        .run(pinned ? 1 : 0, runId, epoch)
      return changes > 0
    },
  }
}
