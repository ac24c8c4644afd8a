import type Database from 'better-sqlite3'
import { SplitName, type PrepareSpec, type SplitShares, type Task } from '../../../src-engine/spec/data.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { isResting } from '../../contract/run-states.ts'
import type { DatasetSummary, DoctorReport, RunStatus, SkippedFile } from '../../contract/types.ts'
import type { ImportedItem as StoredItem } from '../../datasets/import.ts'
import type { PictureTrait } from '../../datasets/doctor/traits.ts'
import type { SourceFile } from '../../datasets/picture-folder.ts'
import type { Reading } from '../../datasets/reading.ts'
import { itemsOfRows, type TableRows } from '../../datasets/table-rows.ts'

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

/** What is needed of every item to train: the one at a position has this class, and this index among the names of splits. */
export interface ItemLabels {
  readonly labels: Uint32Array
  readonly splits: Uint8Array
  /** Of a regression: the number to be predicted of each. */
  readonly targets?: Float64Array
}

interface DatasetRow {
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

interface ItemRow {
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

const SPLITS = SplitName.options

const SELECT = `SELECT *, (SELECT count(*) FROM skipped WHERE dataset_id = datasets.id) AS skipped_count FROM datasets`
/** Those that came from outside or are built in, not what was made of one. */
const ORIGINAL = 'deleted_at IS NULL AND parent_id IS NULL'
/** Of a line of versions the newest that is not deleted. */
const NEWEST = `deleted_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM datasets AS later WHERE later.parent_id = datasets.id AND later.deleted_at IS NULL)`

export function readDatasets(db: Database.Database) {
  const cases = SPLITS.map((name, index) => `WHEN '${name}' THEN ${index}`).join(' ')
  // One text of all items is read in a tenth of the time that a row for each takes. In the inner query they come in the
  // order of the primary key; sorted by the aggregate they would take twice as long.
  const codes = db
    .prepare<[string], string>(
      `SELECT json_group_array(code) FROM (
         SELECT class_index * ${SPLITS.length} + CASE split ${cases} END AS code FROM items WHERE dataset_id = ? ORDER BY position
       )`,
    )
    .pluck()
  /** The pictures of a data set never change, and reading a hundred thousand takes a while. */
  const known = new Map<string, ItemLabels>()
  /** Not as JSON, which would round them; and asked for only where there are any, because an older file has no such column. */
  function targetsOf(id: string): Pick<ItemLabels, 'targets'> {
    const dataset = db.prepare<[string], DatasetRow>('SELECT * FROM datasets WHERE id = ?').get(id)
    if (dataset?.task !== 'regression') return {}
    const select = db.prepare<[string], number>('SELECT target FROM items WHERE dataset_id = ? ORDER BY position')
    return { targets: Float64Array.from(select.pluck().all(id)) }
  }
  function labelsOf(id: string): ItemLabels {
    const before = known.get(id)
    if (before) return before
    const all = Uint32Array.from(JSON.parse(codes.get(id) ?? '[]') as number[])
    const labels = {
      labels: all.map((code) => Math.floor(code / SPLITS.length)),
      splits: Uint8Array.from(all, (code) => code % SPLITS.length),
      ...targetsOf(id),
    }
    known.set(id, labels)
    return labels
  }

  function toDataset(row: DatasetRow): StoredDataset {
    const names = JSON.parse(row.classes) as string[]
    const classes = names.map((name) => ({ name, counts: { train: 0, validation: 0, test: 0 } }))
    const { labels, splits } = labelsOf(row.id)
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
  /** A file of an earlier format that may only be read lacks the column. */
  const hasTrash = db.pragma('table_info(datasets)') as { name: string }[]
  const isThere = (): string =>
    hasTrash.some(({ name }) => name === 'is_trash') ? '(deleted_at IS NULL OR is_trash = 1)' : 'deleted_at IS NULL'
  const toDatasetOrNull = (row: DatasetRow | undefined): StoredDataset | null => (row ? toDataset(row) : null)

  return {
    /** Newest first; of versions of each other only the last. */
    list: (): StoredDataset[] =>
      db.prepare<[], DatasetRow>(`${SELECT} WHERE ${NEWEST} ORDER BY created_at DESC, rowid DESC`).all().map(toDataset),
    /** Ids of all that are there, on the list or only for the runs that used them. */
    ids: (): string[] => db.prepare<[], string>(`SELECT id FROM datasets WHERE ${isThere()}`).pluck().all(),
    /** Also an earlier version, and one that a person deleted: runs that used it need it. */
    get: (id: string): StoredDataset | null =>
      toDatasetOrNull(db.prepare<[string], DatasetRow>(`${SELECT} WHERE ${isThere()} AND id = ?`).get(id)),
    /** The newest one read from this folder. */
    ofFolder: (folder: string): StoredDataset | null =>
      toDatasetOrNull(
        db
          .prepare<[string], DatasetRow>(
            `${SELECT} WHERE ${ORIGINAL} AND folder = ? ORDER BY created_at DESC, rowid DESC`,
          )
          .get(folder),
      ),
    /** The newest one with this fingerprint, which names a file and how it was read. */
    ofFingerprint: (fingerprint: string): StoredDataset | null =>
      toDatasetOrNull(
        db
          .prepare<[string], DatasetRow>(
            `${SELECT} WHERE ${ORIGINAL} AND fingerprint = ? ORDER BY created_at DESC, rowid DESC`,
          )
          .get(fingerprint),
      ),
    /** The newest one that was made under this name. */
    ofBuiltIn: (name: string): StoredDataset | null =>
      toDatasetOrNull(
        db
          .prepare<[string], DatasetRow>(
            `${SELECT} WHERE ${ORIGINAL} AND built_in = ? ORDER BY created_at DESC, rowid DESC`,
          )
          .get(name),
      ),
    /** Every one with this content, newest first: they differ in names, preparation or shares. */
    ofContent: (sha256: string): StoredDataset[] =>
      db
        .prepare<[string], DatasetRow>(`${SELECT} WHERE ${ORIGINAL} AND content_sha256 = ? ORDER BY created_at DESC`)
        .all(sha256)
        .map(toDataset),
    skipped: (id: string): SkippedFile[] =>
      db
        .prepare<[string], SkippedFile>('SELECT path, code, reason FROM skipped WHERE dataset_id = ? ORDER BY position')
        .all(id),
    items(
      id: string,
      filter: { classIndex?: number; offset: number; limit: number },
    ): { total: number; items: StoredItem[] } {
      const where =
        filter.classIndex === undefined ? 'dataset_id = @id' : 'dataset_id = @id AND class_index = @classIndex'
      const parameters = { id, ...filter }
      const total =
        db.prepare<unknown[], number>(`SELECT count(*) FROM items WHERE ${where}`).pluck().get(parameters) ?? 0
      const rows = db
        .prepare<unknown[], ItemRow>(`SELECT * FROM items WHERE ${where} ORDER BY position LIMIT @limit OFFSET @offset`)
        .all(parameters)
      return { total, items: rows.map(toItem) }
    },
    item(id: string, position: number): StoredItem | null {
      const row = db
        .prepare<[string, number], ItemRow>('SELECT * FROM items WHERE dataset_id = ? AND position = ?')
        .get(id, position)
      return row ? toItem(row) : null
    },
    /** The doctor's last report, as it was found. */
    doctor(id: string): DoctorReport | null {
      const text = db.prepare<[string], string | null>('SELECT doctor FROM datasets WHERE id = ?').pluck().get(id)
      return text ? (JSON.parse(text) as DoctorReport) : null
    },
    labels: labelsOf,
    allItems: (id: string): StoredItem[] =>
      db.prepare<[string], ItemRow>('SELECT * FROM items WHERE dataset_id = ? ORDER BY position').all(id).map(toItem),
  }
}

export function writeDatasets(db: Database.Database) {
  function insertSkipped(id: string, files: readonly SkippedFile[]): void {
    const insert = db.prepare('INSERT INTO skipped (dataset_id, position, path, code, reason) VALUES (?, ?, ?, ?, ?)')
    for (const [position, file] of files.entries()) insert.run(id, position, file.path, file.code, file.reason)
  }

  return {
    insert: db.transaction((dataset: NewDataset): void => {
      db.prepare(
        `INSERT INTO datasets (id, name, folder, root, fingerprint, content_sha256, classes, split, prepare, files, columns, built_in,
           task, reading, version, parent_id, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        dataset.id,
        dataset.name,
        dataset.folder,
        dataset.root,
        dataset.fingerprint,
        dataset.contentSha256,
        JSON.stringify(dataset.classes),
        JSON.stringify(dataset.split),
        JSON.stringify(dataset.prepare),
        toText(dataset.files),
        toText(dataset.columns),
        dataset.builtIn,
        ...[dataset.task, dataset.reading && JSON.stringify(dataset.reading), dataset.version, dataset.parentId],
        Date.now(),
      )
      // By position, which is bound in half the time: there may be a hundred thousand.
      const item = db.prepare(
        `INSERT INTO items (dataset_id, position, path, class_index, split, fixed_split, width, height, format, bytes, content_sha256, tensor_sha256,
           target, perceptual_hash, traits, file)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      for (const one of dataset.rows ? itemsOfRows(dataset.rows) : dataset.items)
        item.run(
          ...[dataset.id, one.position, one.path, one.classIndex, one.split, one.fixedSplit],
          ...[one.width, one.height, one.format, one.bytes, one.contentSha256, one.tensorSha256],
          ...[
            one.target,
            one.perceptualHash,
            one.traits.length > 0 ? JSON.stringify(one.traits) : null,
            one.file ?? null,
          ],
        )
      insertSkipped(dataset.id, dataset.skipped)
    }),
    setDoctor(id: string, { checkedAt, health, findings }: DoctorReport): void {
      const report = JSON.stringify({ checkedAt, health, findings } satisfies DoctorReport)
      db.prepare('UPDATE datasets SET doctor = ? WHERE id = ?').run(report, id)
    },
    rename(id: string, name: string): void {
      db.prepare('UPDATE datasets SET name = ? WHERE id = ?').run(name, id)
    },
    /** @throws {GlassboxError} `dataset/in-use` while a run of it is under way */
    delete: db.transaction((id: string): void => {
      const statuses = db.prepare<[string], RunStatus>('SELECT status FROM runs WHERE dataset_id = ?').pluck().all(id)
      if (statuses.some((status) => !isResting(status)))
        throw new GlassboxError('dataset/in-use', 'A run is training on this data set.', {
          hint: 'Stop the run first, or wait until it is over.',
        })
      db.prepare('UPDATE datasets SET deleted_at = ?, is_trash = 1 WHERE id = ? AND deleted_at IS NULL').run(
        Date.now(),
        id,
      )
    }),
    restore(id: string): void {
      db.prepare('UPDATE datasets SET deleted_at = NULL, is_trash = 0 WHERE id = ? AND is_trash = 1').run(id)
    },
    /** Its files lie elsewhere now, perhaps under other names: `places` by position, null where its pictures share files. */
    moveTo: db.transaction(
      (
        id: string,
        {
          places,
          files,
          folder,
        }: Pick<NewDataset, 'files'> & {
          readonly folder: string
          readonly places: readonly string[] | null
        },
      ): void => {
        db.prepare(
          // Other files may lie there, too: an import of that folder has to look at all of them.
          `UPDATE datasets SET folder = @folder, root = @folder, fingerprint = '', files = @files WHERE id = @id`,
        ).run({ id, folder, files: toText(files) })
        const move = db.prepare('UPDATE items SET file = nullif(?, path) WHERE dataset_id = ? AND position = ?')
        for (const [position, place] of (places ?? []).entries()) move.run(place, id, position)
      },
    ),
    /** The same pictures were found again: perhaps in another place, perhaps beside other files that cannot be read. */
    relocate: db.transaction(
      (
        id: string,
        {
          skipped,
          files,
          reading,
          ...place
        }: Pick<NewDataset, 'name' | 'folder' | 'builtIn' | 'root' | 'fingerprint' | 'files' | 'skipped' | 'reading'>,
      ): void => {
        db.prepare(
          'UPDATE datasets SET name = @name, folder = @folder, built_in = @builtIn, root = @root, fingerprint = @fingerprint, files = @files, reading = @reading WHERE id = @id',
        ).run({ id, files: toText(files), reading: reading && JSON.stringify(reading), ...place })
        db.prepare('DELETE FROM skipped WHERE dataset_id = ?').run(id)
        insertSkipped(id, skipped)
      },
    ),
  }
}

const toText = (list: readonly unknown[] | null): string | null => (list === null ? null : JSON.stringify(list))

function toItem(row: ItemRow): StoredItem {
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
