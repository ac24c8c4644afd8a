import type Database from 'better-sqlite3'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import type { ErrorEnvelope } from '../../contract/errors.ts'
import type { RunDetail, RunMetrics, RunStatus, RunSummary } from '../../contract/types.ts'
import { blobStore } from './blobs.ts'
import { readMetrics, type SeriesName } from './metrics.ts'

interface RunRow {
  id: string
  number: number
  name: string
  status: RunStatus
  dataset_id: string
  dataset_name: string
  preset: string | null
  config: string
  classes: string
  parameter_count: number
  epochs: number
  epochs_done: number
  best_epoch: number | null
  metrics: string
  samples_per_second: number | null
  wall_seconds: number
  weights_sha256: string | null
  error: string | null
  environment: string | null
  started_at: number
}

const SELECT = `SELECT runs.*, datasets.name AS dataset_name FROM runs JOIN datasets ON datasets.id = runs.dataset_id WHERE runs.deleted_at IS NULL`
const SPARKLINE_POINTS = 40

export function readRuns(db: Database.Database) {
  const metrics = readMetrics(db)
  const blobs = blobStore(db)

  function toSummary(row: RunRow): RunSummary {
    return {
      id: row.id,
      name: row.name,
      status: row.status,
      data: row.dataset_name,
      datasetId: row.dataset_id,
      preset: row.preset,
      epochs: row.epochs,
      epochsDone: row.epochs_done,
      bestEpoch: row.best_epoch,
      metrics: JSON.parse(row.metrics) as RunMetrics,
      startedAt: row.started_at,
      wallSeconds: row.wall_seconds,
      sparkline: sparkline(row.id),
    }
  }
  function sparkline(id: string): number[] {
    const validation = metrics.series(id, 'val_loss')
    const values = validation.some(Number.isFinite) ? validation : metrics.series(id, 'loss')
    const stride = Math.max(1, Math.ceil(values.length / SPARKLINE_POINTS))
    return [...values].filter((value, index) => (values.length - 1 - index) % stride === 0 && Number.isFinite(value))
  }
  const rowOf = (id: string): RunRow | undefined => db.prepare<[string], RunRow>(`${SELECT} AND runs.id = ?`).get(id)

  return {
    /** Newest first. */
    list: (): RunSummary[] => db.prepare<[], RunRow>(`${SELECT} ORDER BY runs.number DESC`).all().map(toSummary),
    summary(id: string): RunSummary | null {
      const row = rowOf(id)
      return row ? toSummary(row) : null
    },
    /** Ids of the runs a person may mean: that id, that beginning of an id, that name, or `last`. */
    match(text: string): string[] {
      if (text === 'last')
        return db
          .prepare<[], string>('SELECT id FROM runs WHERE deleted_at IS NULL ORDER BY number DESC LIMIT 1')
          .pluck()
          .all()
      const ids = (where: string): string[] =>
        db
          .prepare<[{ text: string }], string>(
            `SELECT id FROM runs WHERE deleted_at IS NULL AND ${where} ORDER BY number DESC`,
          )
          .pluck()
          .all({ text })
      for (const where of ['id = @text', 'name = @text', 'substr(id, 1, length(@text)) = @text']) {
        const found = ids(where)
        if (found.length > 0) return found
      }
      return []
    },
    detail(id: string): RunDetail | null {
      const row = rowOf(id)
      if (!row) return null
      return {
        ...toSummary(row),
        config: JSON.parse(row.config) as RunConfig,
        classes: JSON.parse(row.classes) as string[],
        parameterCount: row.parameter_count,
        samplesPerSecond: row.samples_per_second,
        weightsSha256: row.weights_sha256,
        checkpoints: db
          .prepare<[string], number>('SELECT epoch FROM checkpoints WHERE run_id = ? ORDER BY epoch')
          .pluck()
          .all(id),
        error: row.error ? (JSON.parse(row.error) as ErrorEnvelope) : null,
        environment: row.environment ? environmentOf(row.environment) : null,
      }
    },
    /** Weights of one kept epoch as float32 bytes, or null when that epoch was not kept. */
    weights(id: string, epoch: number): Uint8Array<ArrayBuffer> | null {
      const sha256 = db
        .prepare<[string, number], string>('SELECT weights_sha256 FROM checkpoints WHERE run_id = ? AND epoch = ?')
        .pluck()
        .get(id, epoch)
      return sha256 ? blobs.read(sha256) : null
    },
    series: (id: string, name: SeriesName): Float64Array => metrics.series(id, name),
  }
}

/** Before there were kernels for other machines, every run had relaxed SIMD and shared memory without saying so. */
function environmentOf(stored: string): RunDetail['environment'] {
  const environment = JSON.parse(stored) as RunDetail['environment']
  return environment && { ...{ relaxedSimd: true, sharedMemory: true }, ...environment }
}
