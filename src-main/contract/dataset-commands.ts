import * as z from 'zod'
import { PrepareSpec } from '../../src-engine/spec/data.ts'
import { command, None } from './command.ts'
import { Count } from './common.ts'
import {
  DatasetItem,
  DatasetSource,
  DatasetSummary,
  DoctorReport,
  Id,
  PicturePreview,
  SkippedFile,
  TableChoice,
  TablePreview,
  UnfinishedImport,
} from './types.ts'

/** Commands on data sets. */
export const datasetCommands = {
  'datasets/list': command('read', None, z.array(DatasetSummary)),
  'datasets/get': command('read', z.object({ id: Id }), DatasetSummary.extend({ skipped: z.array(SkippedFile) })),
  'datasets/items': command(
    'read',
    z.object({
      id: Id,
      classIndex: z.int().min(0).optional(),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(10_000).default(200),
    }),
    z.object({ total: z.int(), items: z.array(DatasetItem) }),
  ),
  /** Rows of a table from `offset` on. */
  'datasets/rows': command(
    'read',
    z.object({ id: Id, offset: z.int().min(0).default(0), limit: z.int().min(1).max(10_000).default(1000) }),
    z.object({
      total: z.int(),
      items: z.array(DatasetItem),
      /** (items, columns), row-major. */
      values: z.instanceof(Float32Array),
    }),
  ),
  /** How a table would be read, with its first rows; `choice` corrects what was found. The upload stays where it is. */
  'datasets/table-preview': command(
    'read',
    z.object({
      source: z.union([z.object({ file: z.string().min(1) }), z.object({ uploadId: Id })]),
      choice: TableChoice.optional(),
    }),
    TablePreview,
  ),
  /** A picture as a network would see it, whatever the data set itself was prepared for. */
  'datasets/preview': command(
    'read',
    z.object({ id: Id, position: z.int().min(0), prepare: PrepareSpec }),
    PicturePreview,
  ),
  /** Starts an import; the data set's id arrives with `job/finished`. The same content imported twice is one data set. */
  'datasets/import': command('write', z.object({ source: DatasetSource }), z.object({ jobId: Id })),
  /** Imports that the end of the program or a crash interrupted: to import the same folder again goes on with them. */
  'datasets/unfinished': command('read', None, z.array(UnfinishedImport)),
  /** Throws away what an unfinished import has done. */
  'datasets/discard-unfinished': command('write', z.object({ key: Id }), None),
  /**
   * Has the doctor look at a folder or a file, which changes nothing, or at a data set, whose report is kept where this process
   * may write; it arrives with `job/finished`.
   */
  'datasets/check': command(
    'read',
    z.union([
      z.object({ folder: z.string().min(1) }),
      z.object({ file: z.string().min(1), table: TableChoice.optional() }),
      z.object({ id: Id }),
    ]),
    z.object({ jobId: Id }),
  ),
  /** What the doctor found last; null before it has looked. */
  'datasets/doctor': command('read', z.object({ id: Id }), DoctorReport.nullable()),
  /**
   * Makes a version without these items; its id arrives with `job/finished`. The version before it stays for the runs that
   * used it and leaves the list. Undone by `datasets/delete` of the new one.
   */
  'datasets/exclude': command(
    'write',
    z.object({
      id: Id,
      positions: z.array(Count).min(1).max(5_000_000),
      reason: z.string().trim().min(1).max(200).default('Left out by hand.'),
    }),
    z.object({ jobId: Id }),
  ),
  /** Takes a data set off the list; runs that used it keep it. */
  'datasets/delete': command('write', z.object({ id: Id }), None),
  'datasets/restore': command('write', z.object({ id: Id }), None),
  'datasets/edit': command('write', z.object({ id: Id, name: z.string().trim().min(1).max(200) }), DatasetSummary),
  /**
   * Says where the files of a data set are now. They are recognised by their content, whatever they are called there; all
   * of them have to be found. The data set's id arrives with `job/finished`.
   */
  'datasets/relink': command('write', z.object({ id: Id, folder: z.string().min(1) }), z.object({ jobId: Id })),
}
