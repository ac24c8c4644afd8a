import * as z from 'zod'
import { RunConfig } from '../../src-engine/spec/config.ts'
import { SplitName } from '../../src-engine/spec/data.ts'
import { MAX_THREADS } from '../../src-engine/spec/threads.ts'
import { ErrorEnvelope } from './errors.ts'
import {
  AppInfo,
  CheckpointName,
  Classified,
  DatasetItem,
  DatasetReport,
  DatasetSummary,
  Evaluation,
  Id,
  JobProgress,
  LayerWeights,
  PictureInput,
  RunDetail,
  RunHistory,
  RunProgress,
  RunSummary,
  Settings,
  SkippedFile,
} from './types.ts'

/** `read` works in every process on the home folder; `write` is handed to the process that owns it. */
type Access = 'read' | 'write'

function command<A extends Access, I extends z.ZodType, O extends z.ZodType>(access: A, input: I, output: O) {
  return { access, input, output }
}

const None = z.object({})
const DatasetSource = z.union([
  z.object({ folder: z.string().min(1) }),
  /** Files sent before with `PUT /uploads/<upload id>?path=<path inside the folder>`. */
  z.object({ uploadId: Id, name: z.string().min(1) }),
  /** The name of data that Glassbox makes itself. */
  z.object({ builtIn: z.string().min(1) }),
])

/** Every command, once. Handlers, clients and hosts derive their types and names from here. */
export const commands = {
  'app/info': command('read', None, AppInfo),
  'settings/get': command('read', None, Settings),
  'settings/set': command('write', Settings.partial(), Settings),

  'datasets/list': command('read', None, z.array(DatasetSummary)),
  'datasets/get': command('read', z.object({ id: Id }), DatasetSummary.extend({ skipped: z.array(SkippedFile) })),
  'datasets/items': command(
    'read',
    z.object({
      id: Id,
      classIndex: z.int().min(0).optional(),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(10_000).default(200),
    }),
    z.object({ total: z.int(), items: z.array(DatasetItem) }),
  ),
  /** Rows of a table from `offset` on. */
  'datasets/rows': command(
    'read',
    z.object({ id: Id, offset: z.int().min(0).default(0), limit: z.int().min(1).max(10_000).default(1000) }),
    z.object({
      total: z.int(),
      items: z.array(DatasetItem),
      /** (items, columns), row-major. */
      values: z.instanceof(Float32Array),
    }),
  ),
  /** Starts an import; the data set's id arrives with `job/finished`. The same content imported twice is one data set. */
  'datasets/import': command('write', z.object({ source: DatasetSource }), z.object({ jobId: Id })),
  /** Looks at a folder and changes nothing; the report arrives with `job/finished`. */
  'datasets/check': command('read', z.object({ folder: z.string().min(1) }), z.object({ jobId: Id })),
  /** Resolves when the job has stopped and left nothing behind; false when it was over already. */
  'jobs/cancel': command('write', z.object({ jobId: Id }), z.object({ cancelled: z.boolean() })),
  'jobs/list': command('read', None, z.array(JobProgress)),

  /** `config.data.source` is a data set's id. The run is queued behind one that is training. */
  'runs/start': command(
    'write',
    z.object({
      config: RunConfig,
      preset: z.string().nullable(),
      name: z.string().min(1).max(200).optional(),
      threads: z.int().min(1).max(MAX_THREADS).optional(),
    }),
    z.object({ runId: Id }),
  ),
  /** Resolves when the run has stopped with a checkpoint; false when it was over already. */
  'runs/stop': command('write', z.object({ id: Id }), z.object({ stopped: z.boolean() })),
  'runs/list': command('read', None, z.array(RunSummary)),
  /** By id, by the beginning of an id that fits one run only, by name, or `last`. */
  'runs/find': command('read', z.object({ run: z.string().min(1) }), RunSummary),
  'runs/get': command('read', z.object({ id: Id }), RunDetail),
  'runs/history': command('read', z.object({ id: Id }), RunHistory),
  'runs/weights': command('read', z.object({ id: Id, checkpoint: CheckpointName }), LayerWeights),
  'runs/evaluate': command(
    'read',
    z.object({
      id: Id,
      datasetId: Id.optional(),
      split: SplitName.default('test'),
      checkpoint: CheckpointName.default('best'),
      topK: z.int().min(1).max(1000).default(5),
    }),
    Evaluation,
  ),
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
} as const

/** Every event, once: topic to payload. */
export const events = {
  'settings/changed': Settings,
  'datasets/changed': None,
  'job/progress': JobProgress,
  'job/finished': z.object({
    jobId: Id,
    /** What it made: exactly one of the three is not null. */
    datasetId: Id.nullable(),
    report: DatasetReport.nullable(),
    error: ErrorEnvelope.nullable(),
  }),
  'run/changed': RunSummary,
  'run/progress': RunProgress,
  /** The epochs of one save, sent only after they are safely stored. */
  'run/epochs': RunHistory.extend({ runId: Id }),
  'run/weights': LayerWeights.extend({ runId: Id }),
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
