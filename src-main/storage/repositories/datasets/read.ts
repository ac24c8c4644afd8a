import type Database from 'better-sqlite3'
import type { DoctorReport, SkippedFile } from '../../../contract/types.ts'
import { readLabels } from './labels.ts'
import { toDataset, toItem, type DatasetRow, type ItemRow } from './rows.ts'
import type { StoredDataset, StoredItem } from './stored.ts'

const SELECT = `SELECT *, (SELECT count(*) FROM skipped WHERE dataset_id = datasets.id) AS skipped_count FROM datasets`
/** Those that came from outside or are built in, not what was made of one. */
const ORIGINAL = 'deleted_at IS NULL AND parent_id IS NULL'

export function readDatasets(db: Database.Database) {
  const labels = readLabels(db)
  const toStored = (row: DatasetRow): StoredDataset => toDataset(row, labels(row.id))
  const columns = db.pragma('table_info(datasets)') as { name: string }[]
  // A file of an earlier format that may only be read lacks the column.
  const isThere = columns.some(({ name }) => name === 'is_trash')
    ? '(deleted_at IS NULL OR is_trash = 1)'
    : 'deleted_at IS NULL'
  const toStoredOrNull = (row: DatasetRow | undefined): StoredDataset | null => (row ? toStored(row) : null)
  const newestWith = (column: 'folder' | 'fingerprint' | 'built_in', value: string): StoredDataset | null =>
    toStoredOrNull(
      db
        .prepare<[string], DatasetRow>(
          `${SELECT} WHERE ${ORIGINAL} AND ${column} = ? ORDER BY created_at DESC, rowid DESC`,
        )
        .get(value),
    )

  return {
    /** Newest first; of versions of each other only the last. */
    list: (): StoredDataset[] =>
      db
        .prepare<[], DatasetRow>(`${SELECT} WHERE deleted_at IS NULL ORDER BY created_at DESC, rowid DESC`)
        .all()
        .map(toStored),
    /** Ids of all that are there, on the list or only for the runs that used them. */
    ids: (): string[] => db.prepare<[], string>(`SELECT id FROM datasets WHERE ${isThere}`).pluck().all(),
    /** Also an earlier version, and one that a person deleted: runs that used it need it. */
    get: (id: string): StoredDataset | null =>
      toStoredOrNull(db.prepare<[string], DatasetRow>(`${SELECT} WHERE ${isThere} AND id = ?`).get(id)),
    /** The newest one read from this folder. */
    ofFolder: (folder: string): StoredDataset | null => newestWith('folder', folder),
    /** The newest one with this fingerprint, which names a file and how it was read. */
    ofFingerprint: (fingerprint: string): StoredDataset | null => newestWith('fingerprint', fingerprint),
    /** The newest one that was made under this name. */
    ofBuiltIn: (name: string): StoredDataset | null => newestWith('built_in', name),
    /** Every one with this content, newest first: they differ in names, preparation or shares. */
    ofContent: (sha256: string): StoredDataset[] =>
      db
        .prepare<[string], DatasetRow>(`${SELECT} WHERE ${ORIGINAL} AND content_sha256 = ? ORDER BY created_at DESC`)
        .all(sha256)
        .map(toStored),
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
    labels,
    allItems: (id: string): StoredItem[] =>
      db.prepare<[string], ItemRow>('SELECT * FROM items WHERE dataset_id = ? ORDER BY position').all(id).map(toItem),
  }
}
