import type Database from 'better-sqlite3'
import { GlassboxError } from '../contract/errors.ts'
import { upToDate, type Row, type TableName } from './format.ts'
import { mapTexts, oneLine, portable } from './paths.ts'

export interface HomeRow {
  readonly table: TableName
  readonly row: Row
}

/** Takes out of a text what is not for others. */
type Clean = (text: string) => string
type Stored = Record<string, string | number | null>

/** Of runs of before it was recorded; src-main/storage reads them the same way. */
const OLD_ENVIRONMENT = { build: null, relaxedSimd: true, sharedMemory: true }

/** Data sets and their items as a bundle has them. @param withPaths whether it says where they lie */
export function* datasetRows(db: Database.Database, ids: readonly string[], withPaths: boolean): Generator<HomeRow> {
  const select = db.prepare<[string], Stored>(
    `SELECT id, name, folder, content_sha256, classes, split, prepare, files, columns, built_in, task, reading, version, created_at FROM datasets WHERE id = ?`,
  )
  const items = db.prepare<[string], Stored>(
    `SELECT dataset_id, position, path, class_index, split, fixed_split, width, height, format, bytes, content_sha256, tensor_sha256,
       target, perceptual_hash, traits
     FROM items WHERE dataset_id = ? ORDER BY position`,
  )
  for (const id of ids) {
    const stored = select.get(id)
    if (!stored) continue
    const files = stored.files ? (JSON.parse(String(stored.files)) as { path: string; sha256: string }[]) : null
    const row = {
      ...stored,
      name: oneLine(String(stored.name)),
      folder: withPaths ? stored.folder : null,
      classes: names(stored.classes),
      files: files && JSON.stringify(files.map(({ path, sha256 }) => ({ path: portable(path), sha256 }))),
    }
    yield { table: 'datasets', row: row as Row }
  }
  for (const id of ids)
    for (const item of items.iterate(id)) yield { table: 'items', row: { ...item, path: portable(String(item.path)) } }
}

/** The run itself, as a bundle has it. @throws {GlassboxError} `not-found` */
export function runRow(db: Database.Database, id: string, position: number, clean: Clean): Row {
  const stored = db.prepare<[string], Stored>('SELECT * FROM runs WHERE id = ?').get(id)
  if (!stored)
    throw new GlassboxError('not-found', `There is no run "${id}".`, {
      hint: 'The Runs view, or `glassbox runs list`, shows all of them.',
    })
  const { number: _, deleted_at: __, is_pinned: ___, last_figures: ____, ...run } = stored
  const environment = run.environment ? (JSON.parse(String(run.environment)) as object | null) : null
  return {
    ...upToDate('runs', run),
    position,
    name: clean(oneLine(String(run.name))),
    preset: run.preset === null ? null : oneLine(String(run.preset)),
    classes: names(run.classes ?? null),
    error: cleanJson(run.error ?? null, clean),
    environment:
      environment && cleanJson(JSON.stringify({ ...environment, ...OLD_ENVIRONMENT, ...environment }), clean),
    experiment: typeof run.experiment === 'string' ? clean(oneLine(run.experiment)) : null,
    note: clean(String(run.note)),
  }
}

/** Everything of a run beside itself: tags, alarms, diagnostics, metrics and checkpoints. */
export function* partsOfRun(db: Database.Database, id: string, clean: Clean): Generator<HomeRow> {
  for (const row of rows(db, 'SELECT run_id, tag FROM run_tags WHERE run_id = ? ORDER BY tag', id))
    yield { table: 'run_tags', row: { ...row, tag: clean(oneLine(String(row.tag))) } }
  for (const row of rows(
    db,
    'SELECT run_id, epoch, position, alarm FROM alarms WHERE run_id = ? ORDER BY epoch, position',
    id,
  ))
    yield { table: 'alarms', row: { ...row, alarm: cleanJson(row.alarm as string, clean) } }
  for (const row of rows(db, 'SELECT run_id, epoch, layers FROM diagnostics WHERE run_id = ? ORDER BY epoch', id))
    yield { table: 'diagnostics', row }
  for (const row of rows(
    db,
    `SELECT run_id, series, chunk, count, min, max, "values" FROM metric_chunks WHERE run_id = ? ORDER BY series, chunk`,
    id,
  ))
    yield { table: 'metric_chunks', row }
  for (const row of rows(
    db,
    `SELECT run_id, epoch, step, weights_sha256, optimizer_sha256, state, pinned, created_at
     FROM checkpoints WHERE run_id = ? ORDER BY epoch, step`,
    id,
  ))
    yield { table: 'checkpoints', row }
}

const rows = (db: Database.Database, sql: string, id: string): IterableIterator<Row> =>
  db.prepare<[string], Row>(sql).iterate(id)

const names = (list: string | number | null | undefined): string =>
  JSON.stringify((JSON.parse(String(list)) as string[]).map(oneLine))

function cleanJson(text: string | number | null, clean: Clean): string | null {
  return text === null ? null : JSON.stringify(mapTexts(JSON.parse(String(text)), clean))
}
