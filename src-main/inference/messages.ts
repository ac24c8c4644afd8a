import type { Answers } from '../../src-engine/inspect/evaluation/answers.ts'
import type { Confusion } from '../../src-engine/inspect/evaluation/confusion.ts'
import type { ClassEstimates } from '../../src-engine/inspect/evaluation/estimates.ts'
import type { Metrics } from '../../src-engine/train/evaluate.ts'
import type { LossName } from '../../src-engine/spec/training.ts'
import type { NetworkSpec } from '../../src-engine/spec/network.ts'
import type { PrepareSpec, TableSpec } from '../../src-engine/spec/data.ts'
import type { ErrorEnvelope } from '../contract/errors.ts'
import type { SplitMetrics } from '../contract/types.ts'
import type { CachedItems } from '../datasets/cache.ts'

/** A trained network and how pictures are made ready for it; `prepare` is null where it was trained on a table. */
export interface TrainedNetwork {
  readonly network: NetworkSpec
  readonly loss: LossName
  readonly prepare: PrepareSpec | null
  /** With its statistics; null for pictures and for rows that stay as they are. */
  readonly table: TableSpec | null
  /** float32, in storage order */
  readonly weights: Uint8Array
}

/** One that was trained on pictures. */
export type PictureNetwork = TrainedNetwork & { readonly prepare: PrepareSpec }

/** Labelled pictures in a cache: those of one split, say. */
export interface Examples {
  readonly cacheFile: string
  /** Pictures in the whole cache. */
  readonly itemCount: number
  readonly items: CachedItems
}

export type InferenceWork =
  | { readonly kind: 'evaluate'; readonly trained: TrainedNetwork; readonly examples: Examples; readonly top: number }
  /** Prepared pictures, one after the other, [height, width, channels] uint8 each. */
  | { readonly kind: 'predict'; readonly trained: PictureNetwork; readonly pixels: Uint8Array }

export type InferenceResult = Float32Array | EvaluatedExamples | EvaluatedNumbers
export type InferenceRequest = InferenceWork & { readonly id: number }

/** What a network says of the examples of a split, and how often it is right. */
export interface EvaluatedExamples {
  readonly metrics: Metrics
  readonly targets: null
  readonly answers: Answers
  readonly confusion: Confusion
  readonly perClass: readonly ClassEstimates[]
  /** Of each tensor as the network was given it. */
  readonly tensorSha256: readonly string[]
}

/** What a regression predicts of the examples of a split, in the target's own unit, and how far that is off. */
export interface EvaluatedNumbers {
  readonly metrics: SplitMetrics
  readonly targets: Float64Array
  readonly numbers: Float64Array
  readonly tensorSha256: readonly string[]
}

export type InferenceResponse =
  | { readonly id: number; readonly ok: true; readonly result: InferenceResult }
  | { readonly id: number; readonly ok: false; readonly error: ErrorEnvelope }
