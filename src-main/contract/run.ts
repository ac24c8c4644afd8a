import * as z from 'zod'
import { RunConfig } from '../../src-engine/spec/config.ts'
import { RunChanges } from '../../src-engine/spec/run-changes.ts'
import { Task } from '../../src-engine/spec/data.ts'
import { KeptCheckpoint } from './checkpoint.ts'
import { Count, Id } from './common.ts'
import { RunAlarm } from './diagnosis.ts'
import { ErrorEnvelope } from './errors.ts'
import { SplitMetrics } from './metrics.ts'
import { Environment, Receipt } from './receipt.ts'

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
 * What is known of all runs beside their summaries, column by column: bytes of the weights that each keeps, and every setting
 * that is not the same in all of them. The value of run `i` is `values[index[i]]`, as JSON; -1 where it has no such setting.
 */
export const RunColumns = z.object({
  ids: z.array(Id),
  keptBytes: z.instanceof(Float64Array),
  settings: z.array(z.object({ path: z.string(), values: z.array(z.string()), index: z.instanceof(Int32Array) })),
})
export type RunColumns = z.infer<typeof RunColumns>

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
