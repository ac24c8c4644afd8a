import * as z from 'zod'
import { command, None } from './command.ts'
import { DatasetItem, DatasetSource, DatasetSummary, DoctorReport, Id, SkippedFile, UnfinishedImport } from './types.ts'

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
  /** Starts an import; the data set's id arrives with `job/finished`. The same content imported twice is one data set. */
  'datasets/import': command('write', z.object({ source: DatasetSource }), z.object({ jobId: Id })),
  /** Looks at a folder and changes nothing; the report arrives with `job/finished`. */
  'datasets/check': command(
    'read',
    z.union([z.object({ folder: z.string().min(1) }), z.object({ file: z.string().min(1) }), z.object({ id: Id })]),
    z.object({ jobId: Id }),
  ),
  'datasets/doctor': command('read', z.object({ id: Id }), DoctorReport.nullable()),
  'datasets/exclude': command(
    'write',
    z.object({ id: Id, positions: z.array(z.int().min(0)).min(1), reason: z.string().optional() }),
    z.object({ jobId: Id }),
  ),
  'datasets/relink': command('write', z.object({ id: Id, folder: z.string().min(1) }), z.object({ jobId: Id })),
  'datasets/edit': command('write', z.object({ id: Id, name: z.string().trim().min(1).max(200) }), DatasetSummary),
  'datasets/delete': command('write', z.object({ id: Id }), None),
  'datasets/restore': command('write', z.object({ id: Id }), None),
  'datasets/unfinished': command('read', None, z.array(UnfinishedImport)),
  'datasets/discard-unfinished': command('write', z.object({ key: Id }), None),
}
