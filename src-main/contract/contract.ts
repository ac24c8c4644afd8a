import * as z from 'zod'
import { RunConfig } from '../../src-engine/spec/config.ts'
import { SplitName } from '../../src-engine/spec/data.ts'
import { LearningRate, OptimizerSpec } from '../../src-engine/spec/optimizer.ts'
import { RunChange } from '../../src-engine/spec/run-changes.ts'
import { MAX_THREADS } from '../../src-engine/spec/threads.ts'
import { command, None } from './command.ts'
import { Count } from './common.ts'
import { datasetCommands } from './dataset-commands.ts'
import { ErrorEnvelope } from './errors.ts'
import {
  AppInfo,
  CheckpointName,
  CheckpointOf,
  CurvePoints,
  Classified,
  ComparedWithFirst,
  DatasetReport,
  EvaluatedItem,
  Evaluation,
  Id,
  ItemQuery,
  JobProgress,
  LayerDiagnostics,
  LayerWeights,
  LiveWeights,
  PairedAnswers,
  PictureInput,
  Predictions,
  RateCurve,
  RunAlarm,
  RunColumns,
  RunCost,
  RunDetail,
  RunDifferences,
  RunHistory,
  RunProgress,
  RunsComparison,
  RunSummary,
  Settings,
  StorageInfo,
  Verification,
  WeightsComparison,
} from './types.ts'

const Ids = z.array(Id).min(1).max(10_000)
const OptimizerName = z.enum(OptimizerSpec.options.map((option) => option.shape.type.value))
const Tag = z.string().trim().min(1).max(60)
const BundleSource = z.union([z.object({ file: z.string().min(1) }), z.object({ uploadId: Id })])

/** A run, and what it is to be measured on: by default a split of its own data. */
const Evaluated = z.object({
  id: Id,
  datasetId: Id.optional(),
  split: SplitName.default('test'),
  checkpoint: CheckpointName.default('best'),
  topK: z.int().min(1).max(1000).default(5),
})

/** Every command, once. Handlers, clients and hosts derive their types and names from here. */
export const commands = {
  'app/info': command('read', None, AppInfo),
  'settings/get': command('read', None, Settings),
  'settings/set': command('write', Settings.partial(), Settings),

  ...datasetCommands,

  /** Resolves when the job has stopped and left nothing behind; false when it was over already. */
  'jobs/cancel': command('write', z.object({ jobId: Id }), z.object({ cancelled: z.boolean() })),
  /** Lets a job that reads pictures rest, or go on; tells whether it rests now. */
  'jobs/pause': command('write', z.object({ jobId: Id }), z.object({ paused: z.boolean() })),
  'jobs/resume': command('write', z.object({ jobId: Id }), z.object({ paused: z.boolean() })),
  'jobs/list': command('read', None, z.array(JobProgress)),

  /**
   * `config.data.source` is a data set's id. The run is queued behind those that wait. With `from` it goes on from a kept
   * checkpoint of another run, under its own config; from epoch 0 it shares only that run's first weights.
   */
  'runs/start': command(
    'write',
    z.object({
      config: RunConfig,
      preset: z.string().nullable(),
      name: z.string().min(1).max(200).optional(),
      threads: z.int().min(1).max(MAX_THREADS).optional(),
      from: CheckpointOf.optional(),
      /** Runs that differ in their seed alone, or that are tried side by side, are given the same one. */
      groupId: Id.optional(),
      /** `totalSeconds` of `runs/estimate`, kept beside what it takes. */
      predictedSeconds: z.number().positive().optional(),
    }),
    z.object({ runId: Id }),
  ),
  /**
   * What such a run would take, measured for half a second on random examples unless another run trains. A newer question
   * ends the measuring for an older one.
   */
  'runs/estimate': command(
    'write',
    z.object({ config: RunConfig, threads: z.int().min(1).max(MAX_THREADS).optional() }),
    RunCost,
  ),
  /** Tries rising learning rates on a throw-away copy of the network; the curve is kept as a run of its own kind. */
  'runs/find-rate': command(
    'write',
    z.object({
      config: RunConfig,
      preset: z.string().nullable(),
      threads: z.int().min(1).max(MAX_THREADS).optional(),
    }),
    z.object({ runId: Id }),
  ),
  /** Resolves when the run has stopped with a checkpoint; false when it was over already. */
  'runs/stop': command('write', z.object({ id: Id }), z.object({ stopped: z.boolean() })),
  /** Resolves when the run stands still with a checkpoint behind its last step; false when it was not under way. */
  'runs/pause': command('write', z.object({ id: Id }), z.object({ paused: z.boolean() })),
  /**
   * Continues a run that is paused, stopped, interrupted or failed, to the same bits as if it had never ended. `notes` say
   * where that cannot be promised. With a `limit` it rests again behind one step, or at the end of the epoch it stands in.
   */
  'runs/resume': command(
    'write',
    z.object({
      id: Id,
      threads: z.int().min(1).max(MAX_THREADS).optional(),
      limit: z.enum(['step', 'epoch']).optional(),
    }),
    z.object({ from: z.object({ epoch: z.int(), step: z.int() }), notes: z.array(z.string()) }),
  ),
  /**
   * Sets the learning rate, or the method, of a run that trains or rests: from the step that comes next on. Another method begins
   * with its usual settings and a state of its own. Resolves once it is recorded; null when nothing is otherwise.
   */
  'runs/change': command(
    'write',
    z.object({ id: Id, learningRate: LearningRate.optional(), optimizer: OptimizerName.optional() }),
    z.object({ change: RunChange.nullable() }),
  ),
  /** The ids of the runs that wait, in the order of their turn. */
  'runs/queue': command('write', None, z.array(Id)),
  /** Gives a waiting run another turn; 0 is the next one. */
  'runs/move': command('write', z.object({ id: Id, position: z.int().min(0) }), z.array(Id)),
  /** A pinned checkpoint is kept whatever the budget. */
  'runs/pin': command('write', z.object({ id: Id, epoch: z.int().min(0), pinned: z.boolean() }), None),
  'runs/edit': command(
    'write',
    z.object({
      id: Id,
      name: z.string().trim().min(1).max(200).optional(),
      note: z.string().max(100_000).optional(),
      addTags: z.array(Tag).max(100).optional(),
      removeTags: z.array(Tag).max(100).optional(),
      /** Null takes it out of the one it is in. */
      experiment: z.string().trim().min(1).max(200).nullable().optional(),
      isPinned: z.boolean().optional(),
    }),
    RunSummary,
  ),
  /** Moves runs that are over to the trash. */
  'runs/delete': command('write', z.object({ ids: Ids }), None),
  'runs/restore': command('write', z.object({ ids: Ids }), None),
  'runs/trash': command('read', None, z.array(RunSummary)),
  /** Deletes what is in the trash for good, and what only it needed. */
  'runs/empty-trash': command('write', None, z.object({ runs: z.int(), bytes: z.int() })),
  /** Carries a run out once more, wholly or its last epochs, and compares; the outcome arrives with `job/finished`. */
  'runs/verify': command(
    'read',
    z.object({ id: Id, last: z.int().min(1).optional(), threads: z.int().min(1).max(MAX_THREADS).optional() }),
    z.object({ jobId: Id }),
  ),
  'runs/compare': command('read', z.object({ a: Ids, b: Ids }), RunsComparison),
  /** Settings that differ among many runs. */
  'runs/differences': command('read', z.object({ ids: Ids.min(2).max(200) }), RunDifferences),
  /**
   * Two runs on the same examples of one data set, that of A unless another is named, and of a split that both were measured
   * on, validation before test, unless it is named. Of the pictures that one of them gets right and the other wrong only those
   * that `right` gets right, when that is given.
   */
  'runs/compare-answers': command(
    'read',
    z.object({
      a: CheckpointOf,
      b: CheckpointOf,
      datasetId: Id.optional(),
      split: SplitName.optional(),
      right: z.enum(['a', 'b']).optional(),
      offset: z.int().min(0).default(0),
      limit: z.int().min(0).max(1000).default(60),
    }),
    PairedAnswers,
  ),
  /** The best of the first of some runs beside the best of each other one, in their order, with so many of the pictures. */
  'runs/compare-with-first': command(
    'read',
    z.object({ ids: Ids.max(200), limit: z.int().min(0).max(1000).default(0) }),
    z.array(ComparedWithFirst),
  ),
  /** Some runs as the text of a file. */
  'runs/report': command(
    'read',
    z.object({ ids: Ids.max(200), format: z.enum(['html', 'csv', 'epochs', 'json', 'svg']) }),
    z.object({ text: z.string() }),
  ),
  'runs/compare-weights': command('read', z.object({ a: CheckpointOf, b: CheckpointOf }), WeightsComparison),
  /** Epochs at which they were taken, in order, with the layers of each; those behind an epoch, or all. */
  'runs/diagnostics': command(
    'read',
    z.object({ id: Id, after: z.int().min(0).optional() }),
    z.array(z.object({ epoch: z.int(), layers: z.array(LayerDiagnostics) })),
  ),
  'runs/rate-curve': command('read', z.object({ id: Id }), RateCurve),
  /**
   * Some series of a run from epoch number `from`, counted from 0, up to before `to`, at most so many points of each; the
   * epochs are always there, series that were not asked for are empty. `count` is all epochs of the run.
   */
  'runs/curves': command(
    'read',
    z.object({
      id: Id,
      series: z.array(RunHistory.keyof()),
      from: z.int().min(0).default(0),
      to: z.int().min(0).optional(),
      points: z.int().min(1).max(10_000).default(1200),
    }),
    CurvePoints.extend({ count: z.int().min(0) }),
  ),
  /** Writes runs with everything that belongs to them into one new file. */
  'runs/export': command(
    'read',
    z.object({ ids: Ids, file: z.string().min(1), withPaths: z.boolean().default(false) }),
    z.object({ jobId: Id }),
  ),
  /**
   * Takes in what such a file holds, named by its path or sent before with `PUT /bundles/<upload id>`; a run that is there
   * already stays as it is.
   */
  'runs/import': command('write', BundleSource, z.object({ jobId: Id })),
  'runs/list': command('read', None, z.array(RunSummary)),
  'runs/columns': command('read', None, RunColumns),
  /** By id, by the beginning of an id that fits one run only, by name, or `last`. */
  'runs/find': command('read', z.object({ run: z.string().min(1), inTrash: z.boolean().default(false) }), RunSummary),
  'runs/get': command('read', z.object({ id: Id }), RunDetail),
  'runs/history': command('read', z.object({ id: Id }), RunHistory),
  /** Of one layer; without its index, of the first that has any. */
  'runs/weights': command(
    'read',
    z.object({ id: Id, checkpoint: CheckpointName, layer: z.int().min(0).optional() }),
    LayerWeights,
  ),
  /**
   * Says which layers somebody looks at: their weights come as `run/weights` while the run trains, those of twelve layers at
   * most. What nobody renews within 15 seconds is over, as is what is set to none.
   */
  'runs/watch': command('write', z.object({ id: Id, watcher: Id, layers: z.array(z.int().min(0)).max(12) }), None),
  /** What a run says of a split. Without a `query` all items are sent, in their own order. */
  'runs/evaluate': command('read', Evaluated.extend({ query: ItemQuery.optional() }), Evaluation),
  /** Items of the same evaluation, which is kept once it was made: what a cell of the confusion matrix holds, say. */
  'runs/evaluated-items': command(
    'read',
    Evaluated.extend({ query: ItemQuery }),
    z.object({ total: z.int(), items: z.array(EvaluatedItem) }),
  ),
  /** Notes that the result of a run on its test split was looked at; `looks` counts the runs on the same data of which it was. */
  'runs/look': command('write', z.object({ id: Id }), z.object({ looks: z.int() })),
  'classify/pictures': command(
    'read',
    z.object({
      runId: Id,
      checkpoint: CheckpointName.default('best'),
      topK: z.int().min(1).max(1000).default(5),
      pictures: z.array(PictureInput).min(1).max(1000),
    }),
    z.array(Classified),
  ),

  'storage/info': command('read', None, StorageInfo),
  /** Looks whether everything in the database is as it was written; problems arrive with `job/finished`. */
  'storage/check': command('read', None, z.object({ jobId: Id })),
  /** Deletes weights that nothing refers to and gives free space back to the disk. */
  'storage/compact': command('write', None, z.object({ jobId: Id })),
  /** Deletes prepared pictures and thumbnails, which are made again when they are needed. */
  'storage/clear-caches': command('write', None, z.object({ bytes: z.int() })),
  'storage/backup': command('write', None, z.object({ file: z.string() })),
} as const

/** Every event, once: topic to payload. */
export const events = {
  'settings/changed': Settings,
  'datasets/changed': None,
  /** What a folder holds, as soon as it is listed and before its pictures are read. */
  'import/scanned': z.object({
    jobId: Id,
    /** The first thousand classes with the files of each. */
    classes: z.array(z.object({ name: z.string(), count: Count })),
    classCount: Count,
    /** Files of all classes. */
    total: Count,
  }),
  'job/progress': JobProgress,
  'job/finished': z.object({
    jobId: Id,
    /** What it made; all are null when it only failed, or had nothing to tell. */
    datasetId: Id.nullable(),
    report: DatasetReport.nullable(),
    verification: Verification.nullable(),
    /** Ids of the runs that were taken in. */
    runIds: z.array(Id).nullable(),
    /** What an integrity check found. */
    problems: z.array(z.string()).nullable(),
    error: ErrorEnvelope.nullable(),
  }),
  'run/changed': RunSummary,
  /** Runs were moved to the trash, brought back, deleted for good or taken in: read the list anew. */
  'runs/changed': None,
  /** The ids of the runs that wait, in the order of their turn. */
  'runs/queue-changed': z.object({ ids: z.array(Id) }),
  'run/alarm': RunAlarm.extend({ runId: Id }),
  /** A run waits before its next step, because nothing can be saved; null: it goes on. */
  'run/waiting': z.object({ runId: Id, error: ErrorEnvelope.nullable() }),
  'run/progress': RunProgress,
  /** The epochs of one save, sent only after they are safely stored; of very many so many points, see `CurveHistory`. */
  'run/epochs': CurvePoints.extend({ runId: Id }),
  /** Of the layers that are watched, see `runs/watch`; at most ten times a second. */
  'run/weights': LiveWeights.extend({ runId: Id }),
  /** Layers were measured and are stored: `runs/diagnostics` has those of this epoch. */
  'run/diagnostics': z.object({ runId: Id, epoch: z.int() }),
  /** At most once a second, and of the last epoch. */
  'run/predictions': Predictions.extend({ runId: Id }),
  /** Sent after the `run/changed` that carries the run's end. */
  'run/finished': z.object({ runId: Id, error: ErrorEnvelope.nullable() }),
} as const

export type CommandName = keyof typeof commands
/** What a caller may pass: defaults can be left out. */
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]['input']>
/** What a handler receives: parsed, defaults filled in. */
export type CommandArguments<N extends CommandName> = z.output<(typeof commands)[N]['input']>
export type CommandOutput<N extends CommandName> = z.output<(typeof commands)[N]['output']>

export type EventTopic = keyof typeof events
export type EventPayload<T extends EventTopic> = z.output<(typeof events)[T]>
/** One event on its way to whoever listens. */
export type AppEvent = { [T in EventTopic]: { readonly topic: T; readonly payload: EventPayload<T> } }[EventTopic]

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}
