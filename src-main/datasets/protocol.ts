import type { ChannelStatistics, PrepareSpec, SplitShares } from '../../src-engine/spec/data.ts'
import type { ErrorEnvelope } from '../contract/errors.ts'
import type { DoctorReport, TableChoice, TablePreview } from '../contract/types.ts'
import type { CheckReport } from './check.ts'
import type { Patient } from './doctor/examine.ts'
import type { OriginalFile } from './doctor/lost-files.ts'
import type { ImportedDataset } from './import.ts'
import type { ListedFile } from './list-files.ts'
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
  /** Whether the doctor looks at what was imported. */
  isExamined?: true
}

export interface TableRequest {
  table: ListedFile
  choice: TableChoice
  shares: SplitShares
  /** Null to look only. */
  cacheFile: string | null
  /** Whether the doctor looks at what was imported. */
  isExamined?: true
}

export interface CheckRequest {
  source: FolderSource
  shares: SplitShares
}

/** A data set for the doctor. */
export interface ExamineRequest {
  patient: Patient
  /** The files of the items, or what all of them share; null where there are none to look at. */
  originals: { files: OriginalFile[]; areShared: boolean; since: number } | null
}

/** A cache with some of the items of another one, in their order. */
export interface SubsetRequest {
  from: string
  to: string
  itemBytes: number
  count: number
  positions: Uint32Array
}

/** Files that may be known ones at another place: everything below a folder. */
export interface FindRequest {
  folder: string
  /** SHA-256 of each that is looked for, and its size where that is known. */
  wanted: { sha256: string; bytes: number | null }[]
}

export interface PrepareRequest {
  picture: PictureSource
  prepare: PrepareSpec
}

/** A prepared picture and a WebP of it for display, longest side 160 px. */
export type PreparedForDisplay = PreparedPicture & { thumbnail: Uint8Array }

export interface DisplayRequest {
  picture: PictureSource
  /** Longest side in pixels. */
  side: number
}

/** Pictures of a cache whose pixels are counted, and the preparation whose pixels they stand for. */
export interface MeasureRequest {
  cacheFile: string
  /** Pictures in the whole cache. */
  itemCount: number
  positions: Uint32Array
  /** How the pictures in the cache were prepared. */
  cached: PrepareSpec
  /** Other channels and another way round of black and white are accounted for; size and fit are those of the cache. */
  prepare: PrepareSpec
}

/** What the worker does: name to input and output. */
export interface DatasetJobs {
  import: { input: ImportRequest; output: ImportedDataset & { doctor: DoctorReport | null } }
  importTable: { input: TableRequest; output: ImportedDataset & { doctor: DoctorReport | null } }
  checkTable: { input: Omit<TableRequest, 'cacheFile' | 'isExamined'>; output: CheckReport }
  previewTable: { input: { file: string; name: string; choice: TableChoice }; output: TablePreview }
  check: { input: CheckRequest; output: CheckReport }
  examine: { input: ExamineRequest; output: CheckReport }
  subset: { input: SubsetRequest; output: null }
  /** Paths inside the folder, by hash. */
  find: { input: FindRequest; output: Map<string, string[]> }
  prepare: { input: PrepareRequest; output: PreparedForDisplay }
  thumbnail: { input: DisplayRequest; output: Uint8Array }
  preview: {
    input: PrepareRequest
    output: Pick<PreparedPicture, 'pixels' | 'tensorSha256'> & { tensor: Float32Array }
  }
  measure: { input: MeasureRequest; output: ChannelStatistics }
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
