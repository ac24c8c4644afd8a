import type { ErrorEnvelope } from '../contract/errors.ts'
import type { Progress } from '../datasets/progress.ts'
import type { BundleContent } from './build.ts'

export type BundleJob =
  | { readonly kind: 'build'; readonly file: string; readonly content: BundleContent }
  | { readonly kind: 'validate'; readonly file: string }
  /** Writes the thumbnails of some of the bundle's data sets into a folder, where they are not there. */
  | { readonly kind: 'unpack'; readonly file: string; readonly folder: string; readonly datasetIds: readonly string[] }

export interface BundleWorkerData {
  readonly job: BundleJob
  /** Int32: [whether it is cancelled]. */
  readonly control: SharedArrayBuffer
}

export type FromBundleWorker =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: ErrorEnvelope }
