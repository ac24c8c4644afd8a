import * as z from 'zod'
import { ChannelStatistics, PrepareSpec, SplitName, SplitShares, Task } from '../../src-engine/spec/data.ts'
import { Bytes, Count, Id } from './common.ts'
import { DoctorReport, Health } from './doctor.ts'
import { ErrorCode } from './errors.ts'
import { LayoutChoice } from './layout.ts'
import { TableChoice } from './table.ts'

/** Unless given, a data set is called as its folder or file is. */
const Name = z.string().trim().min(1).max(200)

/** Where data come from. What a folder or a file holds is told from its content; the choices say how to read what is not clear. */
export const DatasetSource = z.union([
  z.object({ folder: z.string().min(1), name: Name.optional(), layout: LayoutChoice.optional() }),
  /** One file: a CSV table, NumPy arrays, CIFAR batches or IDX pictures with their labels beside them. */
  z.object({ file: z.string().min(1), name: Name.optional(), table: TableChoice.optional() }),
  /** Files sent before with `PUT /uploads/<upload id>?path=<path inside the folder>`. */
  z.object({
    uploadId: Id,
    name: z.string().min(1),
    layout: LayoutChoice.optional(),
    table: TableChoice.optional(),
  }),
  /** The name of data that Glassbox makes itself. */
  z.object({ builtIn: z.string().min(1) }),
])
export type DatasetSource = z.infer<typeof DatasetSource>

export const SplitCounts = z.object({ train: Count, validation: Count, test: Count })
export type SplitCounts = z.infer<typeof SplitCounts>

/** A class; of a regression the one quantity that is predicted. */
export const DatasetClass = z.object({ name: z.string(), counts: SplitCounts })
export type DatasetClass = z.infer<typeof DatasetClass>

export const DatasetSummary = z.object({
  id: Id,
  name: z.string(),
  /** The folder it came from, or null when it was uploaded through a browser or is built in. */
  folder: z.string().nullable(),
  /** Its name among the data that Glassbox makes itself; null for everything else. */
  builtIn: z.string().nullable(),
  task: Task,
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
  /** Counts from 1; a version without some of its pictures is a data set of its own that names the one before. */
  version: z.int().min(1),
  parentId: Id.nullable(),
  /** What the doctor found last, in a sentence; null before it has looked. */
  health: Health.nullable(),
})
export type DatasetSummary = z.infer<typeof DatasetSummary>

export const SkippedFile = z.object({ path: z.string(), code: ErrorCode, reason: z.string() })
export type SkippedFile = z.infer<typeof SkippedFile>

/** What is unusual about a picture file, as its decoder or its pixels tell. */
export const PictureTrait = z.enum(['rotated', 'sixteenBit', 'cmyk', 'alpha', 'animated', 'oneColour', 'nearlyBlack'])
export type PictureTrait = z.infer<typeof PictureTrait>

/** A picture, or a row of a table: its width is the number of columns, its height 1, its format "row". */
export const DatasetItem = z.object({
  /** Position in the data set; a picture's thumbnail is at `/thumbnails/<dataset id>/<position>`, itself at `/originals/…`. */
  position: Count,
  path: z.string(),
  classIndex: Count,
  /** What is to be predicted, of a regression; else null. */
  target: z.number().nullable(),
  split: SplitName,
  width: Count,
  height: Count,
  format: z.string(),
  bytes: Count,
  contentSha256: z.string(),
  tensorSha256: z.string(),
  /** Absent where nothing is known of it. */
  traits: z.array(PictureTrait).optional(),
})
export type DatasetItem = z.infer<typeof DatasetItem>

/** Files with the same content; `classes` has more than one name when they carry different labels. */
export const Duplicates = z.object({ paths: z.array(z.string()), classes: z.array(z.string()) })

/** What data are, or would become when they are imported, and what the doctor says about them. */
export const DatasetReport = DoctorReport.extend({
  /** The folder or the file; the name of a data set that has neither. */
  folder: z.string(),
  classes: z.array(DatasetClass),
  itemCount: Count,
  skipped: z.array(SkippedFile),
  duplicates: z.array(Duplicates),
})
export type DatasetReport = z.infer<typeof DatasetReport>

/** An item of a data set as a network would see it. */
export const PicturePreview = z.object({
  /** Before scaling: [height, width, channels] in 0..255. */
  pixels: Bytes,
  shape: z.tuple([Count, Count, Count]),
  /** After scaling: the numbers that the network reads. */
  tensor: z.instanceof(Float32Array),
  tensorSha256: z.string(),
  /** What it was standardized by; null for another scale. */
  statistics: ChannelStatistics.nullable(),
  /** Whether they are of pictures of another size or fit: a run measures them exactly. */
  isEstimate: z.boolean(),
})
export type PicturePreview = z.infer<typeof PicturePreview>

/** An import that was ended by a crash: it goes on where it stood when the same folder is imported again. */
export const UnfinishedImport = z.object({
  key: Id,
  folder: z.string(),
  done: Count,
  total: Count,
  /** When it was last at work. */
  at: z.number(),
})
export type UnfinishedImport = z.infer<typeof UnfinishedImport>
