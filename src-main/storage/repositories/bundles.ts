import type Database from 'better-sqlite3'
import { newId } from '../../app/ids.ts'
import { atRest, runFingerprint } from '../../bundle/fingerprint.ts'
import { columnsOf, selectAll, upToDate, type Row } from '../../bundle/format.ts'
import { formatOf, openBundle } from '../../bundle/open.ts'
import { pathRemover } from '../../bundle/paths.ts'
import { partsOfRun, runRow } from '../../bundle/read-home.ts'

export interface TakenBundle {
  /** In the order of the bundle; a run that was there already keeps its id and is not `added`. */
  readonly runs: readonly { readonly id: string; readonly added: boolean }[]
  /** Ids, in the bundle, of the data sets that were not there yet. */
  readonly newDatasets: readonly string[]
}

/** Columns of a data set that decide, beside its items, whether two are the same. */
const SAME_DATASET = ['task', 'content_sha256', 'classes', 'split', 'prepare', 'columns', 'built_in'] as const

export function writeBundles(db: Database.Database) {
  return {
    /**
     * Takes in a bundle that was validated and that nobody can change any more, all of it or nothing.
     * @param folders whose names may stand in texts of runs that are here already
     */
    take(file: string, folders: readonly string[]): TakenBundle {
      const bundle = openBundle(file)
      try {
        return db.transaction(() => takeAll(db, bundle, pathRemover(folders)))()
      } finally {
        bundle.close()
      }
    },
  }
}

function takeAll(db: Database.Database, bundle: Database.Database, clean: (text: string) => string): TakenBundle {
  const datasets = datasetTaker(db, bundle)
  const columns = columnsOf('runs', formatOf(bundle))
  const runs = bundle
    .prepare<[], Row>(selectAll('runs', 'true', columns))
    .all()
    .map((row) => upToDate('runs', row))
  const exists = db.prepare<[string]>('SELECT 1 FROM runs WHERE id = ?')
  const print = (of: Database.Database, id: string): string =>
    runFingerprint(runRow(of, id, 0, clean), partsOfRun(of, id, clean))
  const taken = runs.map((run) => {
    const id = String(run.id)
    const isTaken = exists.get(id) !== undefined
    const added = !isTaken || print(db, id) !== print(bundle, id)
    return { run, id: added && isTaken ? newId() : id, added }
  })
  const idOf = new Map(taken.map(({ run, id }) => [String(run.id), id]))

  const number = db.prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM runs').pluck()
  const insertRun = db.prepare(
    `INSERT INTO runs (id, number, name, status, dataset_id, preset, config, classes, parameter_count, epochs, epochs_done,
       best_epoch, metrics, samples_per_second, wall_seconds, weights_sha256, error, environment, receipt, parent_epoch,
       group_id, created_at, started_at, kind, end_reason, parent_step, note, sparkline, result, experiment, changes)
     VALUES (@id, @number, @name, @status, @dataset_id, @preset, @config, @classes, @parameter_count, @epochs, @epochs_done,
       @best_epoch, @metrics, @samples_per_second, @wall_seconds, @weights_sha256, @error, @environment, @receipt, @parent_epoch,
       @group_id, @created_at, @started_at, @kind, @end_reason, @parent_step, @note, @sparkline, @result, @experiment, @changes)`,
  )
  const takeParts = partsTaker(db, bundle)
  for (const { run, id, added } of taken) {
    if (!added) continue
    const dataset_id = datasets.idOf(String(run.dataset_id))
    insertRun.run({
      ...atRest(run),
      ...{ id, dataset_id, number: number.get() },
      config: ofDataset(String(run.config), dataset_id),
    })
    takeParts(String(run.id), id)
  }
  // Only now is every run there that another one may continue from; one that is nowhere cannot be referred to.
  const link = db.prepare('UPDATE runs SET parent_run_id = ? WHERE id = ?')
  for (const { run, id, added } of taken) {
    if (!added || run.parent_run_id === null) continue
    const parent = idOf.get(String(run.parent_run_id)) ?? String(run.parent_run_id)
    if (exists.get(parent) !== undefined) link.run(parent, id)
  }
  return { runs: taken.map(({ id, added }) => ({ id, added })), newDatasets: datasets.added }
}

function ofDataset(config: string, id: string): string {
  const parsed = JSON.parse(config) as { data: object }
  return JSON.stringify({ ...parsed, data: { ...parsed.data, source: id } })
}

/** Copies what belongs to a run, with the weights that are not here yet, row by row. */
function partsTaker(db: Database.Database, bundle: Database.Database): (from: string, to: string) => void {
  const inserts = {
    run_tags: db.prepare('INSERT INTO run_tags (run_id, tag) VALUES (@run_id, @tag)'),
    alarms: db.prepare(
      'INSERT INTO alarms (run_id, epoch, position, alarm) VALUES (@run_id, @epoch, @position, @alarm)',
    ),
    diagnostics: db.prepare('INSERT INTO diagnostics (run_id, epoch, layers) VALUES (@run_id, @epoch, @layers)'),
    metric_chunks: db.prepare(
      `INSERT INTO metric_chunks (run_id, series, chunk, count, min, max, "values")
       VALUES (@run_id, @series, @chunk, @count, @min, @max, @values)`,
    ),
    checkpoints: db.prepare(
      `INSERT INTO checkpoints (run_id, epoch, step, weights_sha256, optimizer_sha256, state, pinned, created_at)
       VALUES (@run_id, @epoch, @step, @weights_sha256, @optimizer_sha256, @state, @pinned, @created_at)`,
    ),
  }
  const hasBlob = db.prepare<[string]>('SELECT 1 FROM blobs WHERE sha256 = ?')
  const blob = bundle.prepare<[string], Row>('SELECT sha256, codec, size, bytes FROM blobs WHERE sha256 = ?')
  const insertBlob = db.prepare(
    'INSERT INTO blobs (sha256, codec, size, bytes) VALUES (@sha256, @codec, @size, @bytes)',
  )
  return (from, to) => {
    for (const { table, row } of partsOfRun(bundle, from, (text) => text)) {
      for (const sha256 of [row.weights_sha256, row.optimizer_sha256])
        if (typeof sha256 === 'string' && hasBlob.get(sha256) === undefined) insertBlob.run(blob.get(sha256))
      inserts[table as keyof typeof inserts].run({ ...row, run_id: to })
    }
  }
}

/** Data sets are taken in when the first run asks for them; the same one that is here already is used instead. */
function datasetTaker(db: Database.Database, bundle: Database.Database) {
  const known = new Map<string, string>()
  const added: string[] = []
  const select = bundle.prepare<[string], Row>('SELECT * FROM datasets WHERE id = ?')
  // One that has its pictures is the better one.
  const candidates = db.prepare<[string], Row>(
    `SELECT * FROM datasets WHERE content_sha256 = ? AND deleted_at IS NULL ORDER BY root <> '' DESC, created_at DESC`,
  )
  const itemsOf = (of: Database.Database, id: string): IterableIterator<string> =>
    of
      .prepare<[string], string>(
        'SELECT json_array(path, class_index, split, fixed_split, content_sha256) FROM items WHERE dataset_id = ? ORDER BY position',
      )
      .pluck()
      .iterate(id)

  function find(dataset: Row): string | null {
    const same = candidates
      .all(String(dataset.content_sha256))
      .filter((other) => SAME_DATASET.every((column) => other[column] === dataset[column]))
      .map((other) => String(other.id))
    return same.find((id) => areEqual(itemsOf(db, id), itemsOf(bundle, String(dataset.id)))) ?? null
  }

  function insert(dataset: Row): string {
    const wanted = String(dataset.id)
    const id = db.prepare('SELECT 1 FROM datasets WHERE id = ?').get(wanted) === undefined ? wanted : newId()
    // Its pictures are not here: a folder of that name on this machine is another one.
    db.prepare(
      `INSERT INTO datasets (id, name, folder, root, fingerprint, content_sha256, classes, split, prepare, files, columns, built_in, task, reading, version, created_at)
       VALUES (@id, @name, NULL, '', '', @content_sha256, @classes, @split, @prepare, @files, @columns, @built_in, @task, @reading, @version, @created_at)`,
    ).run({ ...dataset, id })
    const item = db.prepare(
      `INSERT INTO items (dataset_id, position, path, class_index, split, fixed_split, width, height, format, bytes, content_sha256, tensor_sha256,
         target, perceptual_hash, traits)
       VALUES (@dataset_id, @position, @path, @class_index, @split, @fixed_split, @width, @height, @format, @bytes, @content_sha256, @tensor_sha256,
         @target, @perceptual_hash, @traits)`,
    )
    const items = bundle.prepare<[string], Row>(
      selectAll('items', 'dataset_id = ?', columnsOf('items', formatOf(bundle))),
    )
    for (const row of items.iterate(wanted)) item.run({ ...upToDate('items', row), dataset_id: id })
    added.push(wanted)
    return id
  }

  return {
    added,
    /** The id here of a data set of the bundle. */
    idOf(bundleId: string): string {
      const before = known.get(bundleId)
      if (before !== undefined) return before
      const dataset = upToDate('datasets', select.get(bundleId)!)
      const id = find(dataset) ?? insert(dataset)
      known.set(bundleId, id)
      return id
    },
  }
}

function areEqual(a: IterableIterator<string>, b: IterableIterator<string>): boolean {
  try {
    for (const value of a) if (b.next().value !== value) return false
    return b.next().done === true
  } finally {
    // A statement that is not read to its end keeps its connection from writing.
    a.return?.()
    b.return?.()
  }
}
