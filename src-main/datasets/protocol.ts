import type { PrepareSpec, SplitShares } from '../../src-engine/spec/data.ts'
import type { ErrorEnvelope } from '../contract/errors.ts'
import type { CheckReport } from './check.ts'
import type { ImportedDataset } from './import.ts'
import type { PreparedPicture } from './prepare-picture.ts'
import type { Progress } from './progress.ts'
import type { FolderSource } from './scan.ts'
import type { Scanned } from './scanned.ts'

/** A picture given as bytes or as a file. */
export type PictureSource = { bytes: Uint8Array } | { path: string }

export interface ImportRequest {
  source: FolderSource
  /** Null: as the folder's pictures are by default. */
  prepare: PrepareSpec | null
  shares: SplitShares
  cacheFile: string
  /** See `ImportOptions`. */
  journal?: string | undefined
}

export interface CheckRequest {
  source: FolderSource
  shares: SplitShares
}

export interface PrepareRequest {
  picture: PictureSource
  prepare: PrepareSpec
}

/** A prepared picture and a WebP of it for display, longest side 160 px. */
export type PreparedForDisplay = PreparedPicture & { thumbnail: Uint8Array }

/** What the worker does: name to input and output. */
export interface DatasetJobs {
  import: { input: ImportRequest; output: ImportedDataset }
  check: { input: CheckRequest; output: CheckReport }
  prepare: { input: PrepareRequest; output: PreparedForDisplay }
  thumbnail: { input: PictureSource; output: Uint8Array }
}
export type JobName = keyof DatasetJobs

export type ToWorker =
  | { [N in JobName]: { kind: 'start'; id: number; job: N; input: DatasetJobs[N]['input'] } }[JobName]
  | { kind: 'cancel'; id: number }
  | { kind: 'pause'; id: number; isPaused: boolean }
  | { kind: 'close' }

export type FromWorker =
  | { kind: 'progress'; id: number; progress: Progress }
  | { kind: 'scanned'; id: number; scanned: Scanned }
  | { kind: 'done'; id: number; output: DatasetJobs[JobName]['output'] }
  | { kind: 'failed'; id: number; error: ErrorEnvelope }
