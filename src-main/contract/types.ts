import * as z from 'zod'
import { RunConfig } from '../../src-engine/spec/config.ts'
import { RunChanges } from '../../src-engine/spec/run-changes.ts'
import { MAX_THREADS } from '../../src-engine/spec/threads.ts'
import { Task } from '../../src-engine/spec/data.ts'
import { Bytes, Count, Id } from './common.ts'
import { ErrorEnvelope } from './errors.ts'
import { TopK } from './evaluation.ts'
import { SplitMetrics } from './metrics.ts'

export { Id } from './common.ts'
export * from './cost.ts'
export * from './comparison.ts'
export * from './dataset.ts'
export * from './doctor.ts'
export * from './evaluation.ts'
export * from './layout.ts'
export * from './metrics.ts'
export * from './table.ts'
export * from './weights.ts'

/** `threads: null` lets Glassbox choose: all cores but one while a window is open. */
export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  threads: z.int().min(1).max(MAX_THREADS).nullable(),
  /** Runs that train at once; they share the threads. */
  concurrency: z.int().min(1).max(8),
  /** Megabytes (10⁶ bytes) that the checkpoints of one run may take. */
  checkpointMegabytes: z.int().min(1).max(1_000_000),
  /** The computer does not fall asleep while something trains. */
  keepAwake: z.boolean(),
  /** Whoever does not look is told when a run is over. */
  notifyAtEnd: z.boolean(),
})
export type Settings = z.infer<typeof Settings>
export const DEFAULT_SETTINGS: Settings = {
  ...{ theme: 'system', threads: null, concurrency: 1, checkpointMegabytes: 256 },
  ...{ keepAwake: false, notifyAtEnd: true },
}

export const AppInfo = z.object({
  version: z.string(),
  home: z.string(),
  cores: z.int().min(1),
  /** What `threads: null` means on this machine. */
  defaultThreads: z.int().min(1),
  /** Connections this process opened to anywhere but this computer since it started. */
  outgoingRequests: Count,
  /** Why nothing can be changed here, or what was mended at the start; null when all is well. */
  notice: ErrorEnvelope.nullable(),
})
export type AppInfo = z.infer<typeof AppInfo>

/** `interrupted` is found at a start, when the process that trained is provably gone. */
export const RunStatus = z.enum(['queued', 'running', 'paused', 'completed', 'stopped', 'failed', 'interrupted'])
export type RunStatus = z.infer<typeof RunStatus>

/** A learning-rate finder is a run too: its curve is kept, and it makes no network to use. */
export const RunKind = z.enum(['training', 'rateFinder'])
export type RunKind = z.infer<typeof RunKind>

/** Why a completed run ended where it did; `diverged` only of a learning-rate finder. */
export const EndReason = z.enum(['epochs', 'earlyStopping', 'converged', 'timeBudget', 'diverged'])
export type EndReason = z.infer<typeof EndReason>

/** Of one checkpoint; a split that is empty or was not evaluated is null. */
export const RunMetrics = z.object({
  train: SplitMetrics.nullable(),
  validation: SplitMetrics.nullable(),
  test: SplitMetrics.nullable(),
})
export type RunMetrics = z.infer<typeof RunMetrics>

/** Of the last saved epoch; a figure that is no number is NaN, one that was not measured null. */
export const LastFigures = z.object({
  loss: z.number(),
  accuracy: z.number().nullable(),
  val_loss: z.number().nullable(),
  val_accuracy: z.number().nullable(),
  mae: z.number().nullable(),
  val_mae: z.number().nullable(),
})
export type LastFigures = z.infer<typeof LastFigures>

export const RunSummary = z.object({
  id: Id,
  name: z.string(),
  status: RunStatus,
  /** Name of the data set. */
  data: z.string(),
  datasetId: Id,
  task: Task,
  /** Null when the network was not made from a preset. */
  preset: z.string().nullable(),
  kind: RunKind,
  seed: Count,
  /** The run that it continues from or shares its first weights with, and the epoch it begins behind. */
  parent: z.object({ runId: Id, epoch: Count, step: Count }).nullable(),
  /** Runs that differ in their seed alone, or that were tried side by side, share one. */
  groupId: Id.nullable(),
  tags: z.array(z.string()),
  note: z.string(),
  /** Name of the experiment that it belongs to. */
  experiment: z.string().nullable(),
  /** Stands above all others in the list. */
  isPinned: z.boolean(),
  optimizer: z.string(),
  learningRate: z.number(),
  batchSize: Count,
  parameterCount: Count,
  /** Null unless it has completed. */
  end: EndReason.nullable(),
  /** When it was moved to the trash; null for all others. */
  deletedAt: z.number().nullable(),
  /** Epochs asked for. */
  epochs: Count,
  /** Epochs finished and saved. */
  epochsDone: Count,
  bestEpoch: Count.nullable(),
  /** Of the best checkpoint, once training has ended; while it runs, of the last saved epoch. */
  metrics: RunMetrics,
  /** Null before the first epoch is saved. */
  last: LastFigures.nullable(),
  startedAt: z.number(),
  wallSeconds: z.number(),
  /** Validation loss (training loss without a validation split) per epoch, thinned to less than 80 points. */
  sparkline: z.instanceof(Float32Array),
})
export type RunSummary = z.infer<typeof RunSummary>

export const Environment = z.object({
  engine: z.string(),
  /** Sha-256 of the kernels that computed; null in runs of before it was recorded. */
  build: z.string().nullable(),
  runtime: z.string(),
  threads: z.int(),
  fusedMultiplyAdd: z.boolean(),
  relaxedSimd: z.boolean(),
  sharedMemory: z.boolean(),
})
export type Environment = z.infer<typeof Environment>

/**
 * What is known of all runs beside their summaries, column by column: bytes of the weights that each keeps, and every setting
 * that is not the same in all of them. The value of run `i` is `values[index[i]]`, as JSON; -1 where it has no such setting.
 */
export const RunColumns = z.object({
  ids: z.array(Id),
  keptBytes: z.instanceof(Float64Array),
  settings: z.array(z.object({ path: z.string(), values: z.array(z.string()), index: z.instanceof(Int32Array) })),
})
export type RunColumns = z.infer<typeof RunColumns>

/** Weights that are kept; `step` counts those done in the epoch behind `epoch`, 0 at its end. */
export const KeptCheckpoint = z.object({
  epoch: Count,
  step: Count,
  bytes: Count,
  pinned: z.boolean(),
  /** Whether a run can go on from it exactly: the optimiser's state is kept too. */
  isExact: z.boolean(),
})
export type KeptCheckpoint = z.infer<typeof KeptCheckpoint>

/** What a run rests on and what came of it: with the same of everything above, the weights are the same. */
export const Receipt = z.object({
  version: z.literal(1),
  /** Sha-256 of the data set's content. */
  data: z.string(),
  /** Sha-256 of the config as JSON with sorted keys, without the data set's id; with the `changes` made to it, where there are any. */
  spec: z.string(),
  seed: Count,
  /** Where it began, when not at weights drawn from the seed. */
  start: z.object({ epoch: Count, step: Count, weights: z.string(), optimizer: z.string().nullable() }).nullable(),
  epochs: Count,
  /** Sha-256 of the last epoch's weights as float32, little-endian. */
  weights: z.string(),
  environment: Environment,
})
export type Receipt = z.infer<typeof Receipt>

const AlarmKind = z.enum([
  'lossDiverging',
  'deadRelu',
  'vanishingGradient',
  'explodingGradient',
  'noLearning',
  'overfitting',
])
/** Something that is likely to be wrong with a run, with its cause and what to do. */
export const Alarm = z.object({
  kind: AlarmKind,
  severity: z.enum(['notice', 'warning', 'alarm']),
  /** Index of the layer that it is about; null for the whole run. */
  layer: Count.nullable(),
  message: z.string(),
  cause: z.string(),
  remedy: z.string(),
  value: z.number().nullable(),
})
export type Alarm = z.infer<typeof Alarm>
export const RunAlarm = Alarm.extend({ epoch: Count })
export type RunAlarm = z.infer<typeof RunAlarm>

const Histogram = z.object({
  edges: z.array(z.number()).readonly(),
  counts: z.array(Count).readonly(),
  nonFinite: Count,
})
/** One layer at the end of an epoch, on a few of the training examples; a figure that is not finite is null. */
export const LayerDiagnostics = z.object({
  layer: Count,
  type: z.string(),
  weightNorm: z.number().nullable(),
  gradientNorm: z.number().nullable(),
  /** ‖Δw‖ / ‖w‖ of one step. */
  updateRatio: z.number().nullable(),
  dead: z.number().nullable(),
  saturated: z.number().nullable(),
  weights: Histogram.nullable(),
  /** Absent in runs of before it was recorded. */
  gradients: Histogram.nullable().optional(),
  activations: Histogram.nullable(),
})
export type LayerDiagnostics = z.infer<typeof LayerDiagnostics>

export const RunDetail = RunSummary.extend({
  /** As it began. */
  config: RunConfig,
  /** What was set otherwise in the middle of it, in order. */
  changes: RunChanges,
  classes: z.array(z.string()),
  samplesPerSecond: z.number().nullable(),
  /** What it was expected to take when it was started, in seconds of training; null where nothing was predicted. */
  predictedSeconds: z.number().nullable(),
  /** Of the last saved epoch. */
  weightsSha256: z.string().nullable(),
  /** Epochs whose weights are kept, in order. */
  checkpoints: z.array(Count),
  /** The same with their facts, and with the one inside an epoch, if a run stands there. */
  kept: z.array(KeptCheckpoint),
  /** Where it began, when not at first weights of its own; also when the run it came from is gone. */
  begunFrom: z.object({ epoch: Count, step: Count }).nullable(),
  alarms: z.array(RunAlarm),
  receipt: Receipt.nullable(),
  error: ErrorEnvelope.nullable(),
  environment: Environment.nullable(),
})
export type RunDetail = z.infer<typeof RunDetail>

/**
 * One entry per saved epoch in every array, NaN where nothing was measured: of a classification no `mae`, of a regression no
 * `accuracy`, without a validation split nothing of `val_…`.
 */
export const RunHistory = z.object({
  epoch: z.instanceof(Float64Array),
  seconds: z.instanceof(Float64Array),
  loss: z.instanceof(Float64Array),
  accuracy: z.instanceof(Float64Array),
  val_loss: z.instanceof(Float64Array),
  val_accuracy: z.instanceof(Float64Array),
  /** Mean absolute error, in the target's own unit. */
  mae: z.instanceof(Float64Array),
  val_mae: z.instanceof(Float64Array),
})
export type RunHistory = z.infer<typeof RunHistory>

/**
 * Curves as they can be drawn: where a point stands for several epochs, the least of them here (its first epoch) and the
 * most in `high` (its last epoch).
 */
export const CurvePoints = RunHistory.extend({ high: RunHistory.optional() })

export const CheckpointName = z.union([z.enum(['best', 'last']), Count])
export type CheckpointName = z.infer<typeof CheckpointName>

/** A checkpoint of a run. */
export const CheckpointOf = z.object({ runId: Id, checkpoint: CheckpointName })
export type CheckpointOf = z.infer<typeof CheckpointOf>

/** Two sets of weights of one network, tensor by tensor. */
export const WeightsComparison = z.object({
  a: z.object({ runId: Id, epoch: Count }),
  b: z.object({ runId: Id, epoch: Count }),
  equal: z.boolean(),
  tensors: z.array(
    z.object({
      layer: Count,
      name: z.string(),
      count: Count,
      /** ‖a‖₂, ‖b‖₂ and ‖b − a‖₂ */
      normA: z.number(),
      normB: z.number(),
      distance: z.number(),
      /** a·b / (‖a‖ ‖b‖); null where one of them is all 0. */
      cosine: z.number().nullable(),
      largestChange: z.number(),
    }),
  ),
})
export type WeightsComparison = z.infer<typeof WeightsComparison>

/** A learning-rate range test: one entry per step. */
export const RateCurve = z.object({
  rate: z.instanceof(Float64Array),
  loss: z.instanceof(Float64Array),
  smoothed: z.instanceof(Float64Array),
  /** Null when no rate made the loss fall. */
  suggestion: z.number().nullable(),
})
export type RateCurve = z.infer<typeof RateCurve>

/** What a run that was carried out once more gave, beside its receipt. */
export const Verification = z.object({
  runId: Id,
  verdict: z.enum(['equal', 'different', 'notComparable']),
  /** The verdict in a sentence. */
  message: z.string(),
  /** The epochs that were trained again: from behind `from` to `to`. */
  from: Count,
  to: Count,
  /** The first epoch that differs, and in what. */
  firstDifference: z
    .object({
      epoch: Count,
      what: z.enum(['loss', 'accuracy', 'val_loss', 'val_accuracy', 'weights']),
      expected: z.string(),
      actual: z.string(),
    })
    .nullable(),
  data: z.object({
    expected: z.string(),
    actual: z.string(),
    /** Files whose content is another one now: the first twenty of them, and how many there are. */
    changed: z.array(z.string()),
    changedCount: Count,
  }),
  weights: z.object({ expected: z.string(), actual: z.string() }),
  /** What else a person has to know to judge it. */
  notes: z.array(z.string()),
})
export type Verification = z.infer<typeof Verification>

const Spread = z.object({ count: Count, mean: z.number(), deviation: z.number().nullable() })
/** Two runs, or two groups of runs, beside each other. */
export const RunsComparison = z.object({
  a: z.object({ runs: z.array(RunSummary) }),
  b: z.object({ runs: z.array(RunSummary) }),
  /** Settings that are not the same in all of them, by path; values as JSON, null where there is none. */
  differences: z.array(z.object({ path: z.string(), a: z.string().nullable(), b: z.string().nullable() })),
  /** Of the best checkpoints, on the test split where all have one, else validation. */
  metrics: z.array(
    z.object({ name: z.string(), a: Spread, b: Spread, difference: z.number(), p: z.number(), isNoise: z.boolean() }),
  ),
  verdict: z.string(),
})
export type RunsComparison = z.infer<typeof RunsComparison>

/** What takes how many bytes in the home folder. */
export const StorageInfo = z.object({
  database: Count,
  parts: z.array(z.object({ name: z.string(), bytes: Count })),
  /** Bytes of the database that nothing uses and `storage/compact` gives back. */
  free: Count,
  trash: z.object({ runs: Count }),
  backups: z.array(z.object({ file: z.string(), bytes: Count, createdAt: z.number() })),
})
export type StorageInfo = z.infer<typeof StorageInfo>

export const PictureInput = z.union([z.object({ name: z.string(), bytes: Bytes }), z.object({ path: z.string() })])
export type PictureInput = z.infer<typeof PictureInput>

export const ClassifiedPicture = z.object({
  file: z.string(),
  tensorSha256: z.string(),
  top: TopK,
  /** Exactly what the network saw, before scaling: [height, width, channels] in 0..255. */
  pixels: Bytes,
  shape: z.tuple([Count, Count, Count]),
  /** The picture as a person sees it: WebP, longest side 160 px. */
  thumbnail: Bytes,
})
export type ClassifiedPicture = z.infer<typeof ClassifiedPicture>
export const Classified = z.union([ClassifiedPicture, z.object({ file: z.string(), error: ErrorEnvelope })])
export type Classified = z.infer<typeof Classified>

export const JobProgress = z.object({
  jobId: Id,
  kind: z.enum([
    'import',
    'check',
    'exclude',
    'relink',
    'prepare',
    'verify',
    'compact',
    'integrity',
    'exportRuns',
    'importRuns',
  ]),
  name: z.string(),
  done: Count,
  total: Count,
  skipped: Count,
  perSecond: z.number(),
  secondsLeft: z.number().nullable(),
  isPaused: z.boolean(),
})
export type JobProgress = z.infer<typeof JobProgress>

export const RunProgress = z.object({
  runId: Id,
  /** Epoch being trained, from 1. */
  epoch: Count,
  epochs: Count,
  step: Count,
  steps: Count,
  /** Mean loss of the epoch so far. */
  loss: z.number(),
  samplesPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
})
export type RunProgress = z.infer<typeof RunProgress>
