import type Database from 'better-sqlite3'
import { SplitName, type Task } from '../../../../src-engine/spec/data.ts'

export const SPLITS = SplitName.options

/** What is needed of every item to train: the one at a position has this class, and this index among the names of splits. */
export interface ItemLabels {
  readonly labels: Uint32Array
  readonly splits: Uint8Array
  /** Of a regression: the number to be predicted of each. */
  readonly targets?: Float64Array
}

/** Reads the labels of a data set, and keeps them. */
export function readLabels(db: Database.Database): (id: string) => ItemLabels {
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
    const dataset = db.prepare<[string], { task?: Task }>('SELECT * FROM datasets WHERE id = ?').get(id)
    if (dataset?.task !== 'regression') return {}
    const select = db.prepare<[string], number>('SELECT target FROM items WHERE dataset_id = ? ORDER BY position')
    return { targets: Float64Array.from(select.pluck().all(id)) }
  }
  return (id) => {
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
}
