import type Database from 'better-sqlite3'
import type { Task } from '../../../src-engine/spec/data.ts'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import type { RunChange } from '../../../src-engine/spec/run-changes.ts'
import type { ErrorEnvelope } from '../../contract/errors.ts'
import type {
  EndReason,
  Environment,
  LastFigures,
  LayerDiagnostics,
  Receipt,
  RunColumns,
  RunDetail,
  RunKind,
  RunMetrics,
  RunStatus,
  RunSummary,
} from '../../contract/types.ts'
import { blobStore } from './blobs.ts'
import { readCheckpoints, type CheckpointRecord, type CheckpointRow } from './checkpoints.ts'
import { readDiagnosis } from './diagnosis.ts'
import type { MetricWindow, WindowRequest } from './metric-window.ts'
import { readFigures } from './last-figures.ts'
import { isErrorSeries, readMetrics, type SeriesName } from './metrics.ts'
import { columnsOf } from './run-columns.ts'
import { extendSparkline, noSparkline, type Sparkline } from './sparkline.ts'

interface RunRow {
  id: string
  name: string
  status: RunStatus
  dataset_id: string
  dataset_name: string
  task: Task
  preset: string | null
  kind: RunKind
  seed: number
  optimizer: string
  learning_rate: number
  batch_size: number
  parameter_count: number
  epochs: number
  epochs_done: number
  best_epoch: number | null
  metrics: string
  wall_seconds: number
  parent_run_id: string | null
  parent_epoch: number | null
  parent_step: number
  group_id: string | null
  end_reason: EndReason | null
  note: string
  experiment: string | null
  is_pinned: number
  last_figures: string | null
  tags: string
  sparkline: string | null
  started_at: number
  deleted_at: number | null
}

/** What only one run at a time is asked for: of thousands these texts are most of what would be read. */
interface DetailRow extends RunRow {
  config: string
  changes: string
  classes: string
  samples_per_second: number | null
  /** Absent in a file of an earlier format that is only read. */
  predicted_seconds?: number | null
  weights_sha256: string | null
  error: string | null
  environment: string | null
  receipt: string | null
  result: string | null
}

const select = (columns: string): string => `SELECT ${columns}, datasets.name AS dataset_name, datasets.task AS task,
  config ->> '$.training.seed' AS seed, config ->> '$.training.optimizer.type' AS optimizer,
  config ->> '$.training.optimizer.learningRate' AS learning_rate, config ->> '$.training.batchSize' AS batch_size,
  (SELECT json_group_array(tag) FROM (SELECT tag FROM run_tags WHERE run_id = runs.id ORDER BY tag)) AS tags
  FROM runs JOIN datasets ON datasets.id = runs.dataset_id`
const SUMMARIES =
  select(`runs.id, runs.name, status, dataset_id, preset, kind, parameter_count, epochs, epochs_done, best_epoch,
  metrics, wall_seconds, parent_run_id, parent_epoch, parent_step, group_id, end_reason, note, experiment, is_pinned,
  last_figures, sparkline, started_at, runs.deleted_at`)
const DETAIL = select('runs.*')
const NOT_DELETED = 'runs.deleted_at IS NULL'

export function readRuns(db: Database.Database) {
  const metrics = readMetrics(db)
  const blobs = blobStore(db)
  const checkpoints = readCheckpoints(db)
  const diagnosis = readDiagnosis(db)

  function toSummary(row: RunRow): RunSummary {
    return {
      id: row.id,
      name: row.name,
      status: row.status,
      data: row.dataset_name,
      datasetId: row.dataset_id,
      task: row.task,
      preset: row.preset,
      kind: row.kind,
      seed: row.seed,
      parent:
        row.parent_run_id === null
          ? null
          : { runId: row.parent_run_id, epoch: row.parent_epoch ?? 0, step: row.parent_step },
      groupId: row.group_id,
      tags: JSON.parse(row.tags) as string[],
      ...{ note: row.note, experiment: row.experiment, isPinned: row.is_pinned === 1 },
      ...{ optimizer: row.optimizer, learningRate: row.learning_rate, batchSize: row.batch_size },
      parameterCount: row.parameter_count,
      end: row.end_reason,
      deletedAt: row.deleted_at,
      epochs: row.epochs,
      epochsDone: row.epochs_done,
      bestEpoch: row.best_epoch,
      metrics: metricsOf(row.metrics),
      last: lastOf(row),
      startedAt: row.started_at,
      wallSeconds: row.wall_seconds,
      // As numbers of eight bytes with a mark before each, they were more than half of a list of runs.
      sparkline: Float32Array.from(sparklineOf(row).values.filter((value) => value !== null)),
    }
  }
  /** Runs of earlier formats have none stored. */
  function sparklineOf({ id, sparkline }: RunRow): Sparkline {
    if (sparkline !== null) return JSON.parse(sparkline) as Sparkline
    const validation = metrics.series(id, 'val_loss')
    return extendSparkline(noSparkline, validation.some(Number.isFinite) ? validation : metrics.series(id, 'loss'))
  }
  /** Runs of earlier formats, and those that were taken in, have none stored. */
  function lastOf(row: RunRow): LastFigures | null {
    if (row.last_figures !== null) return readFigures(row.last_figures)
    if (row.epochs_done === 0 || row.kind !== 'training') return null
    const [loss, accuracy, val_loss, val_accuracy, mae, val_mae] = FIGURES.map((name) => metrics.last(row.id, name))
    if (loss === undefined) return null
    const hasValidation = metricsOf(row.metrics).validation !== null
    const share = (value = NaN): number | null => (row.task === 'classification' ? value : null)
    return {
      ...{ loss, accuracy: share(accuracy) },
      ...{
        val_loss: hasValidation ? (val_loss ?? NaN) : null,
        val_accuracy: hasValidation ? share(val_accuracy) : null,
        ...{ mae: mae ?? null, val_mae: val_mae ?? null },
      },
    }
  }
  function windowOf(id: string, name: SeriesName, request: WindowRequest): MetricWindow {
    const found = metrics.window(id, name, request)
    if (found.count > 0 || !isErrorSeries(name)) return found
    const { count, min } = metrics.window(id, 'epoch', request)
    const blank = new Float64Array(min.length).fill(NaN)
    return { count, min: blank, max: blank }
  }
  const rowOf = (id: string): DetailRow | undefined =>
    db.prepare<[string], DetailRow>(`${DETAIL} WHERE ${NOT_DELETED} AND runs.id = ?`).get(id)
  const listOf = (where: string): RunSummary[] =>
    db.prepare<[], RunRow>(`${SUMMARIES} WHERE ${where} ORDER BY runs.number DESC`).all().map(toSummary)

  return {
    /** Newest first. */
    list: (): RunSummary[] => listOf(NOT_DELETED),
    columns: (): RunColumns => columnsOf(db),
    trash: (): RunSummary[] => listOf('runs.deleted_at IS NOT NULL'),
    summary(id: string): RunSummary | null {
      const row = rowOf(id)
      return row ? toSummary(row) : null
    },
    /** Ids of the runs a person may mean: that id, that beginning of an id, that name, or `last`. */
    match(text: string, inTrash = false): string[] {
      const place = `deleted_at IS ${inTrash ? 'NOT NULL' : 'NULL'}`
      if (text === 'last')
        return db.prepare<[], string>(`SELECT id FROM runs WHERE ${place} ORDER BY number DESC LIMIT 1`).pluck().all()
      const ids = (where: string): string[] =>
        db
          .prepare<[{ text: string }], string>(`SELECT id FROM runs WHERE ${place} AND ${where} ORDER BY number DESC`)
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
      const kept = checkpoints.kept(id)
      return {
        ...toSummary(row),
        config: configOf(row.config),
        changes: changesOf(row),
        classes: JSON.parse(row.classes) as string[],
        samplesPerSecond: row.samples_per_second,
        predictedSeconds: row.predicted_seconds ?? null,
        weightsSha256: row.weights_sha256,
        checkpoints: kept.filter(({ step }) => step === 0).map(({ epoch }) => epoch),
        kept,
        begunFrom: row.parent_epoch === null ? null : { epoch: row.parent_epoch, step: row.parent_step },
        alarms: diagnosis.alarms(id),
        receipt: row.receipt ? (JSON.parse(row.receipt) as Receipt) : null,
        error: row.error ? (JSON.parse(row.error) as ErrorEnvelope) : null,
        environment: row.environment ? environmentOf(row.environment) : null,
      }
    },
    /** As it was stored, without what later versions have added. */
    storedConfig: (id: string): RunConfig | null => {
      const row = rowOf(id)
      return row ? (JSON.parse(row.config) as RunConfig) : null
    },
    /** What was set otherwise in the middle of it, in order. */
    changes(id: string): RunChange[] {
      const row = rowOf(id)
      return row ? changesOf(row) : []
    },
    diagnostics: (id: string, after: number): { epoch: number; layers: LayerDiagnostics[] }[] =>
      diagnosis.diagnostics(id, after),
    /** What a run gave beside weights, as JSON. */
    result: (id: string): string | null => rowOf(id)?.result ?? null,
    checkpoints: (id: string): CheckpointRow[] => checkpoints.rows(id),
    /** @throws {GlassboxError} `storage/damaged` */
    loadCheckpoint: (row: CheckpointRow): CheckpointRecord => checkpoints.load(row),
    /** Weights of one kept epoch as float32 bytes, or null when that epoch was not kept. */
    weights(id: string, epoch: number): Uint8Array<ArrayBuffer> | null {
      const sha256 = db
        .prepare<[string, number], string>(
          'SELECT weights_sha256 FROM checkpoints WHERE run_id = ? AND epoch = ? AND step = 0',
        )
        .pluck()
        .get(id, epoch)
      return sha256 ? blobs.read(sha256) : null
    },
    series(id: string, name: SeriesName): Float64Array {
      const values = metrics.series(id, name)
      return values.length === 0 && isErrorSeries(name) ? metrics.series(id, 'epoch').fill(NaN) : values
    },
    rateCurve: (id: string) => ({
      rate: metrics.series(id, 'rate'),
      loss: metrics.series(id, 'loss'),
      smoothed: metrics.series(id, 'smoothed'),
    }),
    /** The same part of several series, drawn together to what fits a screen. */
    windows: (id: string, names: readonly SeriesName[], request: WindowRequest) =>
      Object.fromEntries(names.map((name) => [name, windowOf(id, name, request)])) as Record<SeriesName, MetricWindow>,
  }
}

const FIGURES = ['loss', 'accuracy', 'val_loss', 'val_accuracy', 'mae', 'val_mae'] as const

/** JSON has no NaN: a loss that was none is stored as null. */
function metricsOf(stored: string): RunMetrics {
  const metrics = JSON.parse(stored) as RunMetrics
  if (stored.includes('"loss":null'))
    for (const split of Object.values(metrics)) if (split) (split.loss as number | null) ??= NaN
  return metrics
}

/** With the defaults of what did not exist yet when it was stored. */
function configOf(stored: string): RunConfig {
  const config = JSON.parse(stored) as RunConfig
  const { data, success } = RunConfig.safeParse(config)
  return success ? data : config
}

const changesOf = ({ changes }: DetailRow): RunChange[] => JSON.parse(changes) as RunChange[]

/** Before there were kernels for other machines, every run had relaxed SIMD and shared memory without saying so. */
function environmentOf(stored: string): Environment {
  const environment = JSON.parse(stored) as Environment
  return { ...{ build: null, relaxedSimd: true, sharedMemory: true }, ...environment }
}
