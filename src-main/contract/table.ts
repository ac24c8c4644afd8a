import * as z from 'zod'
import { Task } from '../../src-engine/spec/data.ts'
import { Count } from './common.ts'
import { ErrorEnvelope } from './errors.ts'

/** Whether a file of this name is a table of text; what it really holds, its reader says. */
export const isTableName = (name: string): boolean => /\.(csv|tsv|tab|txt)$/i.test(name)

export const ColumnType = z.enum(['number', 'category'])
export type ColumnType = z.infer<typeof ColumnType>
/** `input` columns are what the network sees, the `target` is what it learns to tell. */
export const ColumnRole = z.enum(['input', 'target', 'ignore'])
export type ColumnRole = z.infer<typeof ColumnRole>
export const TableColumn = z.object({ name: z.string(), type: ColumnType, role: ColumnRole })
export type TableColumn = z.infer<typeof TableColumn>

export const TableDialect = z.object({
  delimiter: z.enum([',', ';', '\t', '|']),
  /** Whether the first row holds names. */
  header: z.boolean(),
  /** `,` in files of countries that write 1,5. */
  decimal: z.enum(['.', ',']),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
})
export type TableDialect = z.infer<typeof TableDialect>

/** How to read a table; whatever is left out is found from the file, and the last column is the target. */
export const TableChoice = z.object({
  dialect: TableDialect.partial().optional(),
  /** What is left out of one stays as it was found. */
  columns: z.array(TableColumn.partial({ type: true, role: true })).optional(),
  /** Shorthand for `columns`: the name of the target, the others keep what they are. */
  target: z.string().optional(),
  task: Task.optional(),
  /** Rows with an empty cell: `fill` with the training split's mean, or most frequent category; or `drop`. */
  missing: z.enum(['fill', 'drop']).optional(),
})
export type TableChoice = z.infer<typeof TableChoice>

/** How a table file was understood, with its first rows, before it is imported. */
export const TablePreview = z.object({
  name: z.string(),
  bytes: Count,
  dialect: TableDialect,
  columns: z.array(
    TableColumn.extend({
      /** Among the rows that were looked at. */
      missing: Count,
      distinct: Count,
      examples: z.array(z.string()),
      /** What was noticed about it, in sentences. */
      notes: z.array(z.string()),
    }),
  ),
  task: Task,
  missing: z.enum(['fill', 'drop']),
  /** Cells of the first rows as they stand in the file. */
  rows: z.array(z.array(z.string())),
  /** Rows looked at: all of a small file, the beginning of a large one. */
  looked: Count,
  isWhole: z.boolean(),
  /** What was noticed about the rows, in sentences. */
  notes: z.array(z.string()),
  /** Why it cannot be imported like this; null when it can. */
  problem: ErrorEnvelope.nullable(),
})
export type TablePreview = z.infer<typeof TablePreview>
