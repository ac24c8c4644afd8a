import type Database from 'better-sqlite3'
import { contentOfPictures, contentOfTable } from '../../datasets/content-hash.ts'

interface DatasetRow {
  id: string
  name: string
  content_sha256: string
  classes: string
  /** Absent in formats before tables. */
  columns?: string | null
}

interface ItemRow {
  position: number
  class_index: number
  fixed_split: string | null
  content_sha256: string
  target: number | null
}

/**
 * A data set that lost items is another one now: it goes to the trash, where runs still find its name.
 * @returns what was lost, in words
 */
export function mendDatasets(db: Database.Database, now: number): string[] {
  const losses: string[] = []
  const datasets = db.prepare<[], DatasetRow>('SELECT * FROM datasets WHERE deleted_at IS NULL').all()
  for (const dataset of datasets) {
    if (isComplete(db, dataset)) continue
    db.prepare('UPDATE datasets SET deleted_at = ? WHERE id = ?').run(now, dataset.id)
    losses.push(`Items of the data set "${dataset.name}" are lost: import it again.`)
  }
  return losses
}

function isComplete(db: Database.Database, { id, content_sha256, ...dataset }: DatasetRow): boolean {
  const items = db
    .prepare<[string], ItemRow>(
      'SELECT position, class_index, fixed_split, content_sha256, target FROM items WHERE dataset_id = ? ORDER BY position',
    )
    .all(id)
  if (items.some(({ position }, index) => position !== index)) return false
  const classes = JSON.parse(dataset.classes) as string[]
  const rows = items.map((item) => ({
    classIndex: item.class_index,
    className: classes[item.class_index] ?? '',
    fixedSplit: item.fixed_split,
    contentSha256: item.content_sha256,
    target: item.target,
  }))
  const content = dataset.columns
    ? contentOfTable(JSON.parse(dataset.columns) as string[], classes, rows)
    : contentOfPictures(rows)
  return content === content_sha256
}
