import type Database from 'better-sqlite3'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import type { ErrorEnvelope } from '../../contract/errors.ts'
import type { RunDetail, RunHistory, RunMetrics, RunStatus, SplitMetrics } from '../../contract/types.ts'
import { blobStore } from './blobs.ts'
import { SERIES, writeMetrics } from './metrics.ts'

export interface NewRun {
  readonly id: string
  /** Null names it after its preset and number. */
  readonly name: string | null
  readonly datasetId: string
  readonly preset: string | null
  readonly config: RunConfig
  readonly classes: readonly string[]
  readonly parameterCount: number
}

export interface CheckpointRecord {
  readonly epoch: number
  readonly weights: Uint8Array
  /** What an exact continuation needs beside the weights; only the last checkpoint carries it. */
  readonly optimizer: Uint8Array | null
  readonly state: string | null
}

/** Everything that becomes true together when epochs are saved. */
export interface SavedEpochs {
  /** A number of each for every epoch, at least one. */
  readonly epochs: RunHistory
  /** Of the last of them. */
  readonly train: SplitMetrics
  readonly validation: SplitMetrics | null
  readonly last: CheckpointRecord
  /** The best epoch among these when it is better than all before and is not the last one. */
  readonly best: CheckpointRecord | null
  readonly bestEpoch: number | null
  readonly wallSeconds: number
  readonly samplesPerSecond: number
}

export interface RunEnd {
  readonly status: Extract<RunStatus, 'completed' | 'stopped' | 'failed'>
  /** Of the best checkpoint; absent when the run ended before one could be evaluated. */
  readonly metrics?: RunMetrics
  readonly error: ErrorEnvelope | null
  readonly wallSeconds: number
}

export function writeRuns(db: Database.Database) {
  const blobs = blobStore(db)
  const metrics = writeMetrics(db)
  const nothing: RunMetrics = { train: null, validation: null, test: null }

  function keep(runId: string, checkpoint: CheckpointRecord): string {
    const weights = blobs.write(checkpoint.weights)
    const optimizer = checkpoint.optimizer ? blobs.write(checkpoint.optimizer) : null
    db.prepare(
      `INSERT INTO checkpoints (run_id, epoch, weights_sha256, optimizer_sha256, state, created_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (run_id, epoch) DO UPDATE SET weights_sha256 = excluded.weights_sha256, optimizer_sha256 = excluded.optimizer_sha256, state = excluded.state`,
    ).run(runId, checkpoint.epoch, weights, optimizer, checkpoint.state, Date.now())
    return weights
  }

  /** First, best, last and pinned checkpoints stay; only the last keeps its optimiser state. */
  function thin(runId: string, best: number | null, last: number): void {
    const gone = db
      .prepare<
        [string, number | null, number],
        { epoch: number; weights_sha256: string; optimizer_sha256: string | null }
      >(
        `SELECT epoch, weights_sha256, optimizer_sha256 FROM checkpoints
         WHERE run_id = ? AND epoch > 0 AND epoch IS NOT ? AND epoch <> ? AND pinned = 0`,
      )
      .all(runId, best, last)
    for (const row of gone) db.prepare('DELETE FROM checkpoints WHERE run_id = ? AND epoch = ?').run(runId, row.epoch)
    const stale = db
      .prepare<[string, number], string>(
        'SELECT optimizer_sha256 FROM checkpoints WHERE run_id = ? AND epoch <> ? AND optimizer_sha256 IS NOT NULL',
      )
      .pluck()
      .all(runId, last)
    db.prepare('UPDATE checkpoints SET optimizer_sha256 = NULL, state = NULL WHERE run_id = ? AND epoch <> ?').run(
      runId,
      last,
    )
    blobs.collect([...gone.flatMap((row) => [row.weights_sha256, row.optimizer_sha256]), ...stale])
  }

  return {
    insert: db.transaction((run: NewRun): void => {
      const number = db.prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM runs').pluck().get() ?? 1
      db.prepare(
        `INSERT INTO runs (id, number, name, status, dataset_id, preset, config, classes, parameter_count, epochs, metrics, created_at, started_at)
         VALUES (?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        run.id,
        number,
        run.name ?? `${run.preset ?? 'network'} ${number}`,
        run.datasetId,
        run.preset,
        JSON.stringify(run.config),
        JSON.stringify(run.classes),
        run.parameterCount,
        run.config.training.epochs,
        JSON.stringify(nothing),
        Date.now(),
        Date.now(),
      )
    }),
    /** The first step is about to be made; `initial` holds the weights of epoch 0. */
    begin: db.transaction((id: string, initial: CheckpointRecord, environment: RunDetail['environment']): void => {
      keep(id, initial)
      db.prepare("UPDATE runs SET status = 'running', started_at = ?, environment = ? WHERE id = ?").run(
        Date.now(),
        JSON.stringify(environment),
        id,
      )
    }),
    saveEpochs: db.transaction((id: string, saved: SavedEpochs): void => {
      for (const series of SERIES) metrics.append(id, series, saved.epochs[series])
      if (saved.best) keep(id, saved.best)
      const weightsSha256 = keep(id, saved.last)
      thin(id, saved.bestEpoch, saved.last.epoch)
      const running: RunMetrics = { train: saved.train, validation: saved.validation, test: null }
      db.prepare(
        `UPDATE runs SET epochs_done = ?, best_epoch = ?, metrics = ?, wall_seconds = ?, samples_per_second = ?, weights_sha256 = ? WHERE id = ?`,
      ).run(
        saved.last.epoch,
        saved.bestEpoch,
        JSON.stringify(running),
        saved.wallSeconds,
        saved.samplesPerSecond,
        weightsSha256,
        id,
      )
    }),
    finish(id: string, end: RunEnd): void {
      db.prepare(
        'UPDATE runs SET status = ?, metrics = coalesce(?, metrics), error = ?, wall_seconds = ? WHERE id = ?',
      ).run(
        end.status,
        end.metrics ? JSON.stringify(end.metrics) : null,
        end.error ? JSON.stringify(end.error) : null,
        end.wallSeconds,
        id,
      )
    },
    /** Called by a new owner of the home folder: whoever was training is provably gone. */
    markInterrupted: (): string[] =>
      db
        .prepare<[], string>(
          "UPDATE runs SET status = 'interrupted' WHERE status IN ('queued', 'running', 'paused') RETURNING id",
        )
        .pluck()
        .all(),
  }
}
