import type { Place } from '../../src-engine/spec/run-changes.ts'
import type { TrainingSpec } from '../../src-engine/spec/training.ts'
import type { NetworkSpec } from '../../src-engine/spec/network.ts'
import type { OneHotSpan } from '../../src-engine/data/tables/measure.ts'
import type { Preparation, SplitName } from '../../src-engine/spec/data.ts'
import type { ErrorEnvelope } from '../contract/errors.ts'
import type { Examples } from '../inference/messages.ts'
import type { Alarm } from '../../src-engine/inspect/alarms/alarms.ts'
import type {
  EndReason,
  Environment,
  LiveWeights,
  Predictions,
  RateCurve,
  RunHistory,
  RunKind,
  RunMetrics,
  RunProgress,
} from '../contract/types.ts'
import type { CheckpointRecord } from '../storage/repositories/checkpoints.ts'
import type { SavedEpochs } from '../storage/repositories/training.ts'

/** Where a run goes on, and what it knew there. */
export interface StartPoint {
  readonly checkpoint: CheckpointRecord
  /** Its epochs so far. */
  readonly earlier: RunHistory
  /** Weights of the best of them; null where they are not to be had. */
  readonly best: Uint8Array | null
  /** What went wrong in them and was told. */
  readonly alarms: readonly Alarm[]
  /** How long it has trained. */
  readonly wallSeconds: number
}

/** Everything a training worker needs; it reads nothing but the cache file. */
export interface TrainingJob {
  readonly kind: RunKind
  readonly kernelsFiles: readonly string[]
  readonly kernelWorker: string
  readonly network: NetworkSpec
  readonly training: TrainingSpec
  /** What it lacks of statistics is measured at the beginning. */
  readonly preparation: Preparation
  /** Columns of a table that stand for categories; none of pictures. */
  readonly oneHot: readonly OneHotSpan[]
  readonly splits: Readonly<Record<SplitName, Examples>>
  readonly threads: number
  /** It completes behind this epoch, before the training's own last one; absent for a whole run. */
  readonly until?: number
  /** It rests there, or at the end of an epoch behind it; absent for none. */
  readonly restAt?: Place | null
  /** Null begins with weights drawn from the seed. */
  readonly start: StartPoint | null
  /** Int32, see `CONTROL`. */
  readonly control: SharedArrayBuffer
}

/** Layers of a run that can be watched at once: those of a network drawn as nodes, and some more. */
export const MOST_WATCHED = 12

/**
 * What both sides share: what is wanted of the worker, how many of its saves are stored, whether it has to wait before its next
 * step because they cannot be, and from `watched` on the layers that somebody looks at, each plus 1 (0: none).
 */
export const CONTROL = { wanted: 0, acknowledged: 1, hold: 2, watched: 3, length: 3 + MOST_WATCHED } as const
/** `change`: it halts as for a pause, and is begun anew at once in another way. */
export const WANTED = { nothing: 0, stop: 1, pause: 2, change: 3 } as const

export function watchedLayers(control: Int32Array): number[] {
  const layers: number[] = []
  for (let slot = 0; slot < MOST_WATCHED; slot++) {
    const layer = Atomics.load(control, CONTROL.watched + slot) - 1
    if (layer >= 0) layers.push(layer)
  }
  return layers
}

export type TrainingMessage =
  | {
      readonly kind: 'ready'
      /** Null when it goes on from a checkpoint. */
      readonly initial: CheckpointRecord | null
      readonly environment: Environment
      /** The preparation with the statistics that were measured; null where it had all it needs. */
      readonly measured: Preparation | null
    }
  | { readonly kind: 'progress'; readonly progress: Omit<RunProgress, 'runId'> }
  | { readonly kind: 'weights'; readonly weights: LiveWeights }
  | { readonly kind: 'predictions'; readonly predictions: Predictions }
  | ({ readonly kind: 'epochs' } & SavedEpochs)
  /** One inside an epoch. */
  | { readonly kind: 'checkpoint'; readonly checkpoint: CheckpointRecord; readonly wallSeconds: number }
  /** What a learning-rate finder found. */
  | ({ readonly kind: 'rateCurve' } & RateCurve)
  /** It makes no further step; what is left may take a while. */
  | { readonly kind: 'halted' }
  | {
      readonly kind: 'finished'
      readonly status: 'completed' | 'stopped' | 'paused'
      readonly reason: EndReason | null
      /** Null also for a paused run, which is not evaluated. */
      readonly metrics: RunMetrics | null
      readonly wallSeconds: number
    }
  | { readonly kind: 'failed'; readonly error: ErrorEnvelope; readonly wallSeconds: number }
