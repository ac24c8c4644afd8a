import type { PrepareSpec, SplitShares, Task } from '../../../../src-engine/spec/data.ts'
import type { DatasetSummary, SkippedFile } from '../../../contract/types.ts'
import type { ImportedItem as StoredItem } from '../../../datasets/import.ts'
import type { SourceFile } from '../../../datasets/picture-folder.ts'
import type { Reading } from '../../../datasets/reading.ts'
import type { TableRows } from '../../../datasets/table-rows.ts'

export type { StoredItem }

export interface NewDataset {
  readonly id: string
  readonly name: string
  readonly folder: string | null
  readonly builtIn: string | null
  readonly task: Task
  readonly columns: readonly string[] | null
  readonly reading: Reading | null
  readonly version: number
  readonly parentId: string | null
  readonly root: string
  readonly fingerprint: string
  readonly contentSha256: string
  readonly classes: readonly string[]
  readonly split: SplitShares
  /** Null for a table. */
  readonly prepare: PrepareSpec | null
  /** The files that its pictures share; null when every picture is a file of its own. */
  readonly files: readonly SourceFile[] | null
  readonly items: readonly StoredItem[]
  /** Instead of `items`, of a table from a file. */
  readonly rows?: TableRows
  readonly skipped: readonly SkippedFile[]
}

export interface StoredDataset extends DatasetSummary {
  readonly root: string
  readonly fingerprint: string
  readonly files: readonly SourceFile[] | null
  readonly reading: Reading | null
}
