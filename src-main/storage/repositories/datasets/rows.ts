import type { PrepareSpec, SplitName, SplitShares, Task } from '../../../../src-engine/spec/data.ts'
import type { DoctorReport } from '../../../contract/types.ts'
import type { PictureTrait } from '../../../datasets/doctor/traits.ts'
import type { SourceFile } from '../../../datasets/picture-folder.ts'
import type { Reading } from '../../../datasets/reading.ts'
import { SPLITS, type ItemLabels } from './labels.ts'
import type { StoredDataset, StoredItem } from './stored.ts'

export interface DatasetRow {
  id: string
  name: string
  folder: string | null
  root: string
  fingerprint: string
  content_sha256: string
  classes: string
  split: string
  prepare: string
  columns?: string | null
  built_in?: string | null
  /** From here on columns that later formats added: a file that may only be read can lack them. */
  task?: Task
  reading?: string | null
  doctor?: string | null
  files?: string | null
  version: number
  parent_id: string | null
  created_at: number
  skipped_count: number
}

export interface ItemRow {
  position: number
  path: string
  class_index: number
  split: SplitName
  fixed_split: SplitName | null
  width: number
  height: number
  format: string
  bytes: number
  content_sha256: string
  tensor_sha256: string
  target?: number | null
  perceptual_hash?: string | null
  traits?: string | null
  file?: string | null
}

export function toDataset(row: DatasetRow, { labels, splits }: ItemLabels): StoredDataset {
  const names = JSON.parse(row.classes) as string[]
  const classes = names.map((name) => ({ name, counts: { train: 0, validation: 0, test: 0 } }))
  for (const [position, label] of labels.entries()) {
    const split = SPLITS[splits[position] ?? 0]
    const entry = classes[label]
    if (entry && split) entry.counts[split]++
  }
  return {
    id: row.id,
    name: row.name,
    folder: row.folder,
    builtIn: row.built_in ?? null,
    task: row.task ?? 'classification',
    columns: row.columns ? (JSON.parse(row.columns) as string[]) : null,
    root: row.root,
    fingerprint: row.fingerprint,
    createdAt: row.created_at,
    classes,
    itemCount: labels.length,
    skippedCount: row.skipped_count,
    split: JSON.parse(row.split) as SplitShares,
    prepare: JSON.parse(row.prepare) as PrepareSpec | null,
    files: row.files ? (JSON.parse(row.files) as SourceFile[]) : null,
    contentSha256: row.content_sha256,
    reading: row.reading ? (JSON.parse(row.reading) as Reading) : null,
    version: row.version,
    parentId: row.parent_id,
    health: row.doctor ? (JSON.parse(row.doctor) as DoctorReport).health : null,
  }
}

export function toItem(row: ItemRow): StoredItem {
  const {
    class_index,
    fixed_split,
    content_sha256,
    tensor_sha256,
    position,
    path,
    split,
    width,
    height,
    format,
    bytes,
  } = row
  return {
    position,
    path,
    classIndex: class_index,
    split,
    fixedSplit: fixed_split,
    width,
    height,
    format,
    bytes,
    contentSha256: content_sha256,
    tensorSha256: tensor_sha256,
    target: row.target ?? null,
    perceptualHash: row.perceptual_hash ?? null,
    ...(row.file ? { file: row.file } : {}),
    traits: row.traits ? (JSON.parse(row.traits) as PictureTrait[]) : [],
  }
}
