import * as z from 'zod'
import { RunConfig } from '../../src-engine/spec/config.ts'
import { PrepareSpec, SplitName, SplitShares } from '../../src-engine/spec/data.ts'
import { MAX_THREADS } from '../../src-engine/spec/threads.ts'
import { ErrorCode, ErrorEnvelope } from './errors.ts'

export const Id = z.string().regex(/^[a-z0-9]{4,32}$/)
const Count = z.int().min(0)
const Bytes = z.instanceof(Uint8Array)

/** `threads: null` lets Glassbox choose: all cores but one while a window is open. */
export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  threads: z.int().min(1).max(MAX_THREADS).nullable(),
})
export type Settings = z.infer<typeof Settings>

export const AppInfo = z.object({
  version: z.string(),
  home: z.string(),
  cores: z.int().min(1),
  /** What `threads: null` means on this machine. */
  defaultThreads: z.int().min(1),
  /** Connections this process opened to anywhere but this computer since it started. */
  outgoingRequests: Count,
})
export type AppInfo = z.infer<typeof AppInfo>

export const SplitCounts = z.object({ train: Count, validation: Count, test: Count })
export type SplitCounts = z.infer<typeof SplitCounts>

export const DatasetClass = z.object({ name: z.string(), counts: SplitCounts })
export type DatasetClass = z.infer<typeof DatasetClass>

export const DatasetSummary = z.object({
  id: Id,
  name: z.string(),
  /** The folder it came from, or null when it was uploaded through a browser or is built in. */
  folder: z.string().nullable(),
  /** Its name among the data that Glassbox makes itself; null for everything else. */
  builtIn: z.string().nullable(),
  /** Names of a table's inputs; null for pictures. */
  columns: z.array(z.string()).nullable(),
  createdAt: z.number(),
  classes: z.array(DatasetClass),
  itemCount: Count,
  skippedCount: Count,
  split: SplitShares,
  /** Null for a table. */
  prepare: PrepareSpec.nullable(),
  contentSha256: z.string(),
})
export type DatasetSummary = z.infer<typeof DatasetSummary>

export const SkippedFile = z.object({ path: z.string(), code: ErrorCode, reason: z.string() })
export type SkippedFile = z.infer<typeof SkippedFile>

/** A picture, or a row of a table: its width is the number of columns, its height 1, its format "row". */
export const DatasetItem = z.object({
  /** Position in the data set; a picture's thumbnail is at `/thumbnails/<dataset id>/<position>`. */
  position: Count,
  path: z.string(),
  classIndex: Count,
  split: SplitName,
  width: Count,
  height: Count,
  format: z.string(),
  bytes: Count,
  contentSha256: z.string(),
  tensorSha256: z.string(),
})
export type DatasetItem = z.infer<typeof DatasetItem>

/** Files with the same content; `classes` has more than one name when they carry different labels. */
export const Duplicates = z.object({ paths: z.array(z.string()), classes: z.array(z.string()) })

export const DatasetReport = z.object({
  folder: z.string(),
  classes: z.array(DatasetClass),
  itemCount: Count,
  skipped: z.array(SkippedFile),
  duplicates: z.array(Duplicates),
})
export type DatasetReport = z.infer<typeof DatasetReport>

export const RunStatus = z.enum(['queued', 'running', 'completed', 'stopped', 'failed', 'interrupted'])
export type RunStatus = z.infer<typeof RunStatus>

export const SplitMetrics = z.object({ loss: z.number(), accuracy: z.number(), count: Count })
export type SplitMetrics = z.infer<typeof SplitMetrics>

/** Of one checkpoint; a split that is empty or was not evaluated is null. */
export const RunMetrics = z.object({
  train: SplitMetrics.nullable(),
  validation: SplitMetrics.nullable(),
  test: SplitMetrics.nullable(),
})
export type RunMetrics = z.infer<typeof RunMetrics>

export const RunSummary = z.object({
  id: Id,
  name: z.string(),
  status: RunStatus,
  /** Name of the data set. */
  data: z.string(),
  datasetId: Id,
  /** Null when the network was not made from a preset. */
  preset: z.string().nullable(),
  /** Epochs asked for. */
  epochs: Count,
  /** Epochs finished and saved. */
  epochsDone: Count,
  bestEpoch: Count.nullable(),
  /** Of the best checkpoint, once training has ended; while it runs, of the last saved epoch. */
  metrics: RunMetrics,
  startedAt: z.number(),
  wallSeconds: z.number(),
  /** Validation loss (training loss without a validation split) per epoch, thinned to 40 points for a sparkline. */
  sparkline: z.array(z.number()),
})
export type RunSummary = z.infer<typeof RunSummary>

export const RunDetail = RunSummary.extend({
  config: RunConfig,
  classes: z.array(z.string()),
  parameterCount: Count,
  samplesPerSecond: z.number().nullable(),
  /** Of the last saved epoch. */
  weightsSha256: z.string().nullable(),
  /** Epochs whose weights are kept, in order. */
  checkpoints: z.array(Count),
  error: ErrorEnvelope.nullable(),
  environment: z
    .object({
      engine: z.string(),
      runtime: z.string(),
      threads: z.int(),
      fusedMultiplyAdd: z.boolean(),
      relaxedSimd: z.boolean(),
      sharedMemory: z.boolean(),
    })
    .nullable(),
})
export type RunDetail = z.infer<typeof RunDetail>

/** One entry per saved epoch in every array; `val_…` arrays hold NaN where there is no validation split. */
export const RunHistory = z.object({
  epoch: z.instanceof(Float64Array),
  seconds: z.instanceof(Float64Array),
  loss: z.instanceof(Float64Array),
  accuracy: z.instanceof(Float64Array),
  val_loss: z.instanceof(Float64Array),
  val_accuracy: z.instanceof(Float64Array),
})
export type RunHistory = z.infer<typeof RunHistory>

export const CheckpointName = z.union([z.enum(['best', 'last']), Count])
export type CheckpointName = z.infer<typeof CheckpointName>

/**
 * The kernel of the first layer that has one: [inputs…, units], row-major.
 * For conv2d [kernelHeight, kernelWidth, channels, filters]; for dense [height, width, channels, units] when the input is a picture.
 * At most the first 64 units are sent.
 */
export const LayerWeights = z.object({
  epoch: z.number(),
  layer: Count,
  shape: z.array(Count),
  /** Units of the layer in all; `shape`'s last number is how many are here. */
  units: Count,
  values: z.instanceof(Float32Array),
})
export type LayerWeights = z.infer<typeof LayerWeights>

export const TopK = z.array(z.object({ label: z.string(), probability: z.number() }))
export type TopK = z.infer<typeof TopK>

export const Evaluation = z.object({
  metrics: SplitMetrics,
  split: SplitName,
  checkpoint: Count,
  /** confusion[true class][predicted class] */
  confusion: z.array(z.array(Count)),
  classes: z.array(z.string()),
  items: z.array(z.object({ file: z.string(), label: z.string(), tensorSha256: z.string(), top: TopK })),
})
export type Evaluation = z.infer<typeof Evaluation>

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
  kind: z.enum(['import', 'check', 'prepare']),
  name: z.string(),
  done: Count,
  total: Count,
  skipped: Count,
  perSecond: z.number(),
  secondsLeft: z.number().nullable(),
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
