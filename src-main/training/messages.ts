import type { TrainingSpec } from '../../src-engine/spec/training.ts'
import type { NetworkSpec } from '../../src-engine/spec/network.ts'
import type { PrepareSpec, SplitName } from '../../src-engine/spec/data.ts'
import type { LayerKernel } from '../../src-engine/inspect/layer-weights.ts'
import type { ErrorEnvelope } from '../contract/errors.ts'
import type { Examples } from '../inference/messages.ts'
import type { RunDetail, RunMetrics, RunProgress } from '../contract/types.ts'
import type { CheckpointRecord, SavedEpochs } from '../storage/repositories/training.ts'

/** Everything a training worker needs; it reads nothing but the cache file. */
export interface TrainingJob {
  readonly kernelsFiles: readonly string[]
  readonly kernelWorker: string
  readonly network: NetworkSpec
  readonly training: TrainingSpec
  /** Null for a table. */
  readonly prepare: PrepareSpec | null
  readonly splits: Readonly<Record<SplitName, Examples>>
  readonly threads: number
  /** Int32: [stop wanted, saves acknowledged]. */
  readonly control: SharedArrayBuffer
}

export const CONTROL = { stop: 0, acknowledged: 1, length: 2 } as const

export type TrainingMessage =
  | {
      readonly kind: 'ready'
      readonly initial: CheckpointRecord
      readonly environment: NonNullable<RunDetail['environment']>
    }
  | { readonly kind: 'progress'; readonly progress: Omit<RunProgress, 'runId'> }
  | { readonly kind: 'weights'; readonly epoch: number; readonly kernel: LayerKernel }
  | ({ readonly kind: 'epochs' } & SavedEpochs)
  | {
      readonly kind: 'finished'
      readonly status: 'completed' | 'stopped'
      readonly metrics: RunMetrics | null
      readonly wallSeconds: number
    }
  | { readonly kind: 'failed'; readonly error: ErrorEnvelope; readonly wallSeconds: number }
