import type Database from 'better-sqlite3'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import type { Preparation } from '../../../src-engine/spec/data.ts'
import type { RunChange } from '../../../src-engine/spec/run-changes.ts'
import { GlassboxError, type ErrorEnvelope } from '../../contract/errors.ts'
import { TRANSITIONS } from '../../contract/run-states.ts'
import type {
  Alarm,
  EndReason,
  Environment,
  LayerDiagnostics,
  Receipt,
  RunHistory,
  RunKind,
  RunMetrics,
  RunStatus,
  SplitMetrics,
} from '../../contract/types.ts'
import { writeCheckpoints, type CheckpointRecord, type CheckpointRow } from './checkpoints.ts'
import { writeDiagnosis } from './diagnosis.ts'
import { storedFigures } from './last-figures.ts'
import { ERROR_SERIES, RATE_SERIES, readMetrics, SERIES, writeMetrics } from './metrics.ts'
import { extendSparkline, noSparkline, type Sparkline } from './sparkline.ts'

export interface NewRun {
  readonly id: string
  /** Null names it after its preset and number. */
  readonly name: string | null
  readonly kind: RunKind
  readonly datasetId: string
  readonly preset: string | null
  readonly config: RunConfig
  readonly classes: readonly string[]
  readonly parameterCount: number
  /** Where it begins instead of at weights of its own. */
  readonly from: { readonly runId: string; readonly checkpoint: CheckpointRow } | null
  readonly groupId: string | null
  /** What it is expected to take, where somebody knows. */
  readonly predictedSeconds?: number | undefined
}

export interface RunBeginning {
  /** The weights of epoch 0 of a run that begins with its own. */
  readonly initial: CheckpointRecord | null
  readonly environment: Environment
  /** What its config gets to know of the training split; null: nothing new. */
  readonly measured: Preparation | null
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
  /** Of one of these epochs; null when none were taken. */
  readonly diagnostics: { readonly epoch: number; readonly layers: readonly LayerDiagnostics[] } | null
  readonly alarms: readonly Alarm[]
  readonly wallSeconds: number
  readonly samplesPerSecond: number
}

export interface RunEnd {
  readonly status: Extract<RunStatus, 'completed' | 'stopped' | 'paused' | 'failed'>
  readonly reason: EndReason | null
  /** Of the best checkpoint; absent when the run ended before one could be evaluated. */
  readonly metrics?: RunMetrics
  readonly receipt?: Receipt
  readonly error: ErrorEnvelope | null
  /** Absent when it never began. */
  readonly wallSeconds?: number
}

const NOTHING: RunMetrics = { train: null, validation: null, test: null }

export function writeRuns(db: Database.Database) {
  const metrics = writeMetrics(db)
  const history = readMetrics(db)
  const checkpoints = writeCheckpoints(db)
  const diagnosis = writeDiagnosis(db)

  /** @throws {GlassboxError} `not-found`, or `run/wrong-state` where its state does not allow it */
  function transition(id: string, to: RunStatus): void {
    const status = db
      .prepare<[string], RunStatus>('SELECT status FROM runs WHERE id = ? AND deleted_at IS NULL')
      .pluck()
      .get(id)
    if (!status) throw new GlassboxError('not-found', `There is no run "${id}".`)
    if (status !== to && !TRANSITIONS[status].includes(to))
      throw new GlassboxError('run/wrong-state', `The run is ${status} and cannot become ${to}.`, {
        hint: 'Look at it again: it may have moved on meanwhile.',
      })
    db.prepare('UPDATE runs SET status = ? WHERE id = ?').run(to, id)
  }

  function sparklineOf(id: string): Sparkline {
    const stored = db.prepare<[string], string | null>('SELECT sparkline FROM runs WHERE id = ?').pluck().get(id)
    return stored ? (JSON.parse(stored) as Sparkline) : noSparkline
  }

  function storeSparkline(id: string, sparkline: Sparkline): void {
    db.prepare('UPDATE runs SET sparkline = ? WHERE id = ?').run(JSON.stringify(sparkline), id)
  }

  function storePreparation(id: string, measured: Preparation): void {
    const stored = db.prepare<[string], string>('SELECT config FROM runs WHERE id = ?').pluck().get(id)
    if (stored === undefined) return
    const config = JSON.parse(stored) as RunConfig
    const data = { ...config.data, ...measured }
    db.prepare('UPDATE runs SET config = ? WHERE id = ?').run(JSON.stringify({ ...config, data }), id)
  }

  return {
    insert: db.transaction((run: NewRun): void => {
      const number = db.prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM runs').pluck().get() ?? 1
      const { from } = run
      db.prepare(
        `INSERT INTO runs (id, number, name, kind, status, dataset_id, preset, config, classes, parameter_count, epochs,
           epochs_done, metrics, sparkline, parent_run_id, parent_epoch, parent_step, group_id, predicted_seconds, created_at, started_at)
         VALUES (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        run.id,
        number,
        run.name ?? `${run.preset ?? 'network'} ${number}`,
        run.kind,
        run.datasetId,
        run.preset,
        JSON.stringify(run.config),
        JSON.stringify(run.classes),
        run.parameterCount,
        run.config.training.epochs,
        from?.checkpoint.epoch ?? 0,
        JSON.stringify(NOTHING),
        JSON.stringify(noSparkline),
        from?.runId ?? null,
        from?.checkpoint.epoch ?? null,
        from?.checkpoint.step ?? 0,
        run.groupId,
        run.predictedSeconds ?? null,
        Date.now(),
        Date.now(),
      )
      if (from) checkpoints.copy(run.id, from.checkpoint)
    }),
    /** The first step is about to be made. */
    begin: db.transaction((id: string, { initial, environment, measured }: RunBeginning): void => {
      transition(id, 'running')
      if (initial) checkpoints.keep(id, initial)
      if (measured) storePreparation(id, measured)
      db.prepare(
        'UPDATE runs SET started_at = CASE WHEN environment IS NULL THEN ? ELSE started_at END, environment = ? WHERE id = ?',
      ).run(Date.now(), JSON.stringify(environment), id)
    }),
    /** @param budget bytes that the run's checkpoints may take */
    saveEpochs: db.transaction((id: string, saved: SavedEpochs, budget: number): void => {
      for (const series of SERIES) metrics.append(id, series, saved.epochs[series])
      for (const series of ERROR_SERIES) metrics.appendMeasured(id, series, saved.epochs[series])
      storeSparkline(id, extendSparkline(sparklineOf(id), saved.validation ? saved.epochs.val_loss : saved.epochs.loss))
      if (saved.best) checkpoints.keep(id, saved.best)
      const weightsSha256 = checkpoints.keep(id, saved.last)
      checkpoints.thin(id, { budget, best: saved.bestEpoch })
      diagnosis.addAlarms(id, saved.last.epoch, saved.alarms)
      if (saved.diagnostics) diagnosis.addDiagnostics(id, saved.diagnostics)
      const running: RunMetrics = { train: saved.train, validation: saved.validation, test: null }
      db.prepare(
        `UPDATE runs SET epochs_done = ?, best_epoch = ?, metrics = ?, last_figures = ?, wall_seconds = ?, samples_per_second = ?, weights_sha256 = ? WHERE id = ?`,
      ).run(
        saved.last.epoch,
        saved.bestEpoch,
        JSON.stringify(running),
        storedFigures(saved.train, saved.validation),
        saved.wallSeconds,
        saved.samplesPerSecond,
        weightsSha256,
        id,
      )
    }),
    /** One inside an epoch, instead of the one before it. */
    saveCheckpoint: db.transaction(
      (id: string, checkpoint: CheckpointRecord, wallSeconds: number, budget: number): void => {
        checkpoints.keep(id, checkpoint)
        const best = db.prepare<[string], number | null>('SELECT best_epoch FROM runs WHERE id = ?').pluck().get(id)
        checkpoints.thin(id, { budget, best: best ?? null })
        db.prepare('UPDATE runs SET wall_seconds = ? WHERE id = ?').run(wallSeconds, id)
      },
    ),
    /** The curve of a learning-rate finder, whole. */
    saveRateCurve: db.transaction(
      (
        id: string,
        curve: { rate: Float64Array; loss: Float64Array; smoothed: Float64Array },
        suggestion: number | null,
      ) => {
        for (const series of RATE_SERIES) metrics.append(id, series, curve[series])
        storeSparkline(id, extendSparkline(noSparkline, curve.smoothed))
        db.prepare('UPDATE runs SET result = ? WHERE id = ?').run(JSON.stringify({ suggestion }), id)
      },
    ),
    /** What is set otherwise in the middle of it, all of it. */
    setChanges(id: string, changes: readonly RunChange[]): void {
      db.prepare('UPDATE runs SET changes = ? WHERE id = ?').run(JSON.stringify(changes), id)
    },
    /** It waits for space on the disk, or goes on. */
    wait: db.transaction((id: string, error: ErrorEnvelope | null): void => {
      transition(id, error ? 'paused' : 'running')
      db.prepare('UPDATE runs SET error = ? WHERE id = ?').run(error ? JSON.stringify(error) : null, id)
    }),
    finish: db.transaction((id: string, end: RunEnd): void => {
      transition(id, end.status)
      db.prepare(
        `UPDATE runs SET end_reason = ?, metrics = coalesce(?, metrics), receipt = ?, error = ?,
           wall_seconds = coalesce(?, wall_seconds) WHERE id = ?`,
      ).run(
        end.reason,
        end.metrics ? JSON.stringify(end.metrics) : null,
        end.receipt ? JSON.stringify(end.receipt) : null,
        end.error ? JSON.stringify(end.error) : null,
        end.wallSeconds ?? null,
        id,
      )
    }),
    /**
     * Queues a run once more, to go on from one of its checkpoints; what lies behind that is gone. Null begins it anew, with
     * first weights of its own.
     */
    resume: db.transaction((id: string, place: { readonly epoch: number; readonly step: number } | null): void => {
      transition(id, 'queued')
      const { parentEpoch, epochsDone } = db
        .prepare<[string], { parentEpoch: number | null; epochsDone: number }>(
          'SELECT parent_epoch AS parentEpoch, epochs_done AS epochsDone FROM runs WHERE id = ?',
        )
        .get(id)!
      const epoch = place?.epoch ?? 0
      checkpoints.dropBehind(id, place ?? { epoch: -1, step: 0 })
      diagnosis.dropBehind(id, epoch)
      if (epochsDone !== epoch) {
        metrics.truncate(id, epoch - (parentEpoch ?? 0))
        const validation = history.series(id, 'val_loss')
        const curve = validation.some(Number.isFinite) ? validation : history.series(id, 'loss')
        storeSparkline(id, extendSparkline(noSparkline, curve))
        db.prepare('UPDATE runs SET best_epoch = NULL WHERE id = ? AND best_epoch > ?').run(id, epoch)
      }
      db.prepare('UPDATE runs SET epochs_done = ?, error = NULL, receipt = NULL WHERE id = ?').run(epoch, id)
    }),
    /** @returns whether there is such a checkpoint */
    pin: (id: string, epoch: number, pinned: boolean): boolean => checkpoints.pin(id, epoch, pinned),
    /** Called by a new owner of the home folder: whoever was training, or waited for space, is provably gone. */
    markInterrupted: (): string[] =>
      db
        .prepare<[], string>(
          `UPDATE runs SET status = 'interrupted', error = NULL
           WHERE status IN ('queued', 'running') OR (status = 'paused' AND error IS NOT NULL) RETURNING id`,
        )
        .pluck()
        .all(),
  }
}
