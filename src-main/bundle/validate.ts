import { closeSync, openSync, readSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Task } from '../../src-engine/spec/data.ts'
import { checkConfig } from '../app/runs/check-config.ts'
import { GlassboxError } from '../contract/errors.ts'
import { cancelled } from '../datasets/cancelled.ts'
import { ProgressReporter } from '../datasets/progress.ts'
import { CHUNK, extremes, toValues } from '../storage/repositories/metric-chunk.ts'
import { ERROR_SERIES, RATE_SERIES, SERIES } from '../storage/repositories/metrics.ts'
import { isWhole } from './blobs.ts'
import type { WorkOptions } from './build.ts'
import {
  BUNDLE_FORMAT,
  BUNDLE_ID,
  columnsOf,
  LIMITS,
  schemaOf,
  selectAll,
  TABLES,
  upToDate,
  type Row,
  type TableName,
} from './format.ts'
import { invalid } from './invalid.ts'
import { formatOf, openBundle } from './open.ts'
import { ROWS, type BundleRow } from './rows.ts'
import { Seal } from './seal.ts'
import { isBareWebp } from './webp.ts'

/**
 * Looks at everything in a file before anything of it is used. Of its content no more is in memory than one cell, names of
 * runs and classes aside.
 * @throws {GlassboxError} `bundle/invalid`, `cancelled`
 */
export async function validateBundle(file: string, options: WorkOptions): Promise<void> {
  checkHeader(file)
  let db: Database.Database | null = null
  try {
    db = openBundle(file)
    checkFormat(db)
    checkStructure(db)
    checkSizes(db)
    await checkContent(db, options)
  } catch (error) {
    throw asInvalid(error)
  } finally {
    db?.close()
  }
}

/** What SQLite would not tell in words: another kind of file, or one that has its newest pages elsewhere. */
function checkHeader(file: string): void {
  const { size } = statSync(file)
  if (size > LIMITS.file) throw invalid(`It has ${size} bytes, more than any Glassbox takes in.`)
  const header = new Uint8Array(100)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, header, 0, header.length, 0)
  } finally {
    closeSync(handle)
  }
  if (!Buffer.from(header.subarray(0, 16)).equals(Buffer.from('SQLite format 3\0')))
    throw invalid('It was not made by Glassbox.', { hint: 'Choose a file that "runs export" has written.' })
  const [writeVersion, readVersion] = header.subarray(18, 20)
  if (writeVersion !== 1 || readVersion !== 1) throw invalid('It was changed by another program.')
}

function checkFormat(db: Database.Database): void {
  const isOurs = db.pragma('application_id', { simple: true }) === BUNDLE_ID
  if (!isOurs) throw invalid('It holds no runs.', { hint: 'Choose a file that "runs export" has written.' })
  const format = formatOf(db)
  if (format > BUNDLE_FORMAT)
    throw invalid(`It has format ${format}; this Glassbox reads up to ${BUNDLE_FORMAT}.`, {
      hint: 'Update Glassbox, then import it again.',
    })
  if (format < 1) throw invalid(`There is no format ${format}.`)
  if (db.pragma('encoding', { simple: true }) !== 'UTF-8') throw invalid('Its texts are not UTF-8.')
}

/** The very tables of the format and nothing else, every page of them sound, every reference leading somewhere. */
function checkStructure(db: Database.Database): void {
  const schema = schemaOf(formatOf(db))
  const expected = expectedSchema(schema)
  const [count = 0] = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().all()
  const longest = db.prepare<[], number | null>('SELECT max(octet_length(sql)) FROM sqlite_schema').pluck().get() ?? 0
  if (count !== expected.size || longest > schema.length) throw invalid('It has other tables than such a file has.')
  for (const entry of db.prepare<[], SchemaRow>(SELECT_SCHEMA).iterate())
    if (!expected.has(schemaLine(entry))) throw invalid('It has other tables than such a file has.')
  const [state] = db.prepare<[], string>('PRAGMA integrity_check(1)').pluck().all()
  if (state !== 'ok') throw invalid('It is damaged.')
  if (db.prepare('PRAGMA foreign_key_check').all().length > 0) throw invalid('Parts of it are missing.')
}

interface SchemaRow {
  type: string
  name: string
  tbl_name: string
  sql: string | null
}
const SELECT_SCHEMA = 'SELECT type, name, tbl_name, sql FROM sqlite_schema'
const schemaLine = ({ type, name, tbl_name, sql }: SchemaRow): string => JSON.stringify([type, name, tbl_name, sql])

function expectedSchema(schema: string): Set<string> {
  const model = new Database(':memory:')
  try {
    model.exec(schema)
    return new Set(model.prepare<[], SchemaRow>(SELECT_SCHEMA).all().map(schemaLine))
  } finally {
    model.close()
  }
}

/** Told from lengths alone: nothing large is read before it is known how large it is. */
function checkSizes(db: Database.Database): void {
  const format = formatOf(db)
  for (const table of TABLES) {
    const count = db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
    if (count > LIMITS.rows[table]) throw invalid(`Its table "${table}" has ${count} rows, too many.`)
    for (const column of columnsOf(table, format)) {
      const most = LIMITS.cells[`${table}.${column}`] ?? LIMITS.cell
      const longest = db.prepare<[], number | null>(`SELECT max(octet_length("${column}")) FROM ${table}`).pluck().get()
      if ((longest ?? 0) > most) throw invalid(`"${table}.${column}" holds ${longest} bytes, too many.`)
    }
  }
  const total = db.prepare<[], number | null>('SELECT total(size) FROM blobs').pluck().get() ?? 0
  if (total > LIMITS.blobs) throw invalid(`Its weights take ${total} bytes, too many.`)
}

interface KnownDataset {
  readonly task: Task
  readonly classes: readonly string[]
  readonly columns: readonly string[] | null
}
interface KnownRun {
  readonly kind: BundleRow<'runs'>['kind']
  readonly epochsDone: number
  /** Epochs that another run had done before. */
  readonly begin: number
  readonly parent: string | null
  readonly task: Task
}

async function checkContent(db: Database.Database, { onProgress, isCancelled }: WorkOptions): Promise<void> {
  const format = formatOf(db)
  const seal = new Seal(format)
  const datasets = new Map<string, KnownDataset>()
  const runs = new Map<string, KnownRun>()
  const count = (table: TableName): number => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
  const progress = new ProgressReporter(count('blobs') + count('runs'), onProgress)
  const each = function* <T extends TableName>(table: T): Generator<BundleRow<T>> {
    for (const row of db.prepare<[], Row>(selectAll(table, 'true', columnsOf(table, format))).iterate()) {
      if (isCancelled()) throw cancelled()
      seal.add(table, row)
      yield parseRow(table, upToDate(table, row))
    }
  }
  // In the order of the seal.
  for (const { id, task, classes, columns, prepare } of each('datasets')) {
    if ((prepare === null) !== (columns !== null)) throw invalid('A data set is neither pictures nor a table.')
    datasets.set(id, { task, classes, columns })
  }
  for (const item of each('items'))
    if (item.class_index >= (datasets.get(item.dataset_id)?.classes.length ?? 0))
      throw invalid(`"${item.path}" is of a class that its data set lacks.`)
  refuse(
    db,
    'SELECT dataset_id FROM items GROUP BY dataset_id HAVING min(position) <> 0 OR max(position) <> count(*) - 1',
    'Items of a data set are missing.',
  )
  for (const { webp } of each('thumbnails')) if (!isBareWebp(webp)) throw invalid('A thumbnail is no plain picture.')
  refuse(
    db,
    'SELECT 1 FROM thumbnails WHERE content_sha256 NOT IN (SELECT content_sha256 FROM items)',
    'A thumbnail belongs to no picture.',
  )
  // Told from the sizes before anything is unpacked.
  refuse(db, MISFITS, 'Weights in it do not fit their network.')
  for (const blob of each('blobs')) {
    if (!(await isWhole(blob))) throw invalid('Weights in it are damaged: their checksum does not match.')
    progress.add('done')
  }
  refuse(
    db,
    `SELECT 1 FROM blobs WHERE sha256 NOT IN (SELECT weights_sha256 FROM checkpoints)
       AND sha256 NOT IN (SELECT optimizer_sha256 FROM checkpoints WHERE optimizer_sha256 IS NOT NULL)`,
    'Weights in it belong to no run.',
  )
  for (const run of each('runs')) {
    runs.set(run.id, checkRun(run, datasets.get(run.dataset_id)!))
    progress.add('done')
  }
  if (runs.size === 0) throw invalid('It holds no runs.')
  checkParents(runs)
  for (const _ of each('run_tags'));
  for (const _ of each('alarms'));
  for (const _ of each('diagnostics'));
  checkMetrics(each('metric_chunks'), runs)
  for (const { run_id, epoch } of each('checkpoints'))
    if (epoch > (runs.get(run_id)?.epochsDone ?? -1))
      throw invalid('Weights in it are of an epoch that was never reached.')
  const seals = db.prepare<[], string>('SELECT sha256 FROM seal').pluck().all()
  if (seals.length !== 1 || seals[0] !== seal.sha256()) throw invalid('It is damaged: its checksum does not match.')
}

/**
 * Weights are parameters as float32. An optimiser's moments are as many as the weights each; two more numbers hold the count
 * of steps.
 */
const MISFITS = `
  SELECT 1 FROM checkpoints JOIN runs ON runs.id = run_id JOIN blobs ON sha256 = checkpoints.weights_sha256
  WHERE size <> 4 * parameter_count
  UNION ALL
  SELECT 1 FROM checkpoints JOIN runs ON runs.id = run_id JOIN blobs ON sha256 = optimizer_sha256
  WHERE size < 8 OR size - 8 > 4 * 4 * parameter_count OR (size - 8) % max(4 * parameter_count, 1) <> 0`

function parseRow<T extends TableName>(table: T, row: Row): BundleRow<T> {
  const parsed = ROWS[table].safeParse(row)
  if (parsed.success) return parsed.data as BundleRow<T>
  const [issue] = parsed.error.issues
  throw invalid(`A row of "${table}" is not as it should be: ${issue?.path.join('.')}: ${issue?.message}.`)
}

function refuse(db: Database.Database, sql: string, what: string): void {
  if (db.prepare(`${sql} LIMIT 1`).get() !== undefined) throw invalid(what)
}

function checkRun(run: BundleRow<'runs'>, dataset: KnownDataset): KnownRun {
  const { config, classes, parameter_count } = run
  const of = `The run "${run.name}"`
  if (classes.join('\0') !== dataset.classes.join('\0')) throw invalid(`${of} has other classes than its data set.`)
  if (config.data.source !== run.dataset_id) throw invalid(`${of} names another data set than its own.`)
  const entries = classes.map((name) => ({ name, counts: { train: 0, validation: 0, test: 0 } }))
  const layers = checkConfig(config, {
    ...{ name: 'its data', task: dataset.task },
    classes: entries,
    columns: dataset.columns as string[] | null,
  })
  if (layers.reduce((sum, layer) => sum + layer.parameterCount, 0) !== parameter_count)
    throw invalid(`${of} has another number of parameters than its network.`)
  if ((run.best_epoch ?? 0) > run.epochs_done) throw invalid(`${of} has its best epoch behind its last.`)
  if (run.parent_run_id !== null && run.parent_epoch === null)
    throw invalid(`${of} does not say where it continues from.`)
  return {
    kind: run.kind,
    epochsDone: run.epochs_done,
    begin: run.parent_epoch ?? 0,
    parent: run.parent_run_id,
    task: dataset.task,
  }
}

/** No run may descend from itself. */
function checkParents(runs: ReadonlyMap<string, KnownRun>): void {
  const sound = new Set<string>()
  for (const first of runs.keys()) {
    const line = new Set<string>()
    for (let id: string | null = first; id !== null && !sound.has(id); id = runs.get(id)?.parent ?? null) {
      if (line.has(id)) throw invalid('A run in it continues from itself.')
      line.add(id)
    }
    for (const id of line) sound.add(id)
  }
}

/**
 * Every series whole, each with a number for every epoch (of a learning-rate finder: for every step); errors where they were
 * measured.
 */
function checkMetrics(chunks: Iterable<BundleRow<'metric_chunks'>>, runs: ReadonlyMap<string, KnownRun>): void {
  const lengths = new Map<string, Map<string, number>>()
  let before: BundleRow<'metric_chunks'> | null = null
  const end = ({ run_id, series, chunk, count }: BundleRow<'metric_chunks'>): void => {
    lengths.set(run_id, (lengths.get(run_id) ?? new Map<string, number>()).set(series, chunk * CHUNK + count))
  }
  for (const chunk of chunks) {
    const continues = before?.run_id === chunk.run_id && before.series === chunk.series
    if (before && !continues) end(before)
    const follows = before && continues ? chunk.chunk === before.chunk + 1 && before.count === CHUNK : chunk.chunk === 0
    if (!follows) throw invalid('Metrics of a run are missing.')
    checkValues(chunk, runs.get(chunk.run_id)!)
    before = chunk
  }
  if (before) end(before)
  for (const [id, { kind, epochsDone, begin }] of runs) {
    const found = lengths.get(id) ?? new Map<string, number>()
    const series = kind === 'training' ? SERIES : RATE_SERIES
    const length = kind === 'training' ? epochsDone - begin : (found.get('loss') ?? 0)
    const isWhole =
      (length === 0 || series.every((name) => found.has(name))) && [...found.values()].every((one) => one === length)
    if (!isWhole) throw invalid('Metrics of a run are missing.')
  }
}

function checkValues({ series, chunk, count, min, max, values }: BundleRow<'metric_chunks'>, run: KnownRun): void {
  const names: readonly string[] = run.kind === 'training' ? [...SERIES, ...ERROR_SERIES] : RATE_SERIES
  if (!names.includes(series)) throw invalid(`No run has a series "${series}".`)
  if (values.length !== count * Float64Array.BYTES_PER_ELEMENT) throw invalid('Metrics of a run are cut off.')
  const numbers = toValues(Buffer.from(values))
  const found = extremes(numbers)
  if (found.min !== min || found.max !== max)
    throw invalid('Metrics of a run have another least or largest value than they say.')
  if (run.kind !== 'training') return
  // What was not measured is NaN: without a validation split all of it, of a regression the accuracy, and errors of epochs
  // from before they were kept.
  const canLack = series.startsWith('val_') || series === 'mae' || (series === 'accuracy' && run.task === 'regression')
  const isAllowed = (value: number): boolean => Number.isFinite(value) || (canLack && Number.isNaN(value))
  if (!numbers.every(isAllowed)) throw invalid('Metrics of a run are no numbers.')
  const first = run.begin + chunk * CHUNK + 1
  if (series === 'epoch' && !numbers.every((value, index) => value === first + index))
    throw invalid('The epochs of a run are in disorder.')
}

/** Whatever SQLite or the engine's own checks say about a file from elsewhere, it is the file that is wrong. */
function asInvalid(error: unknown): unknown {
  if (error instanceof GlassboxError && (error.code === 'bundle/invalid' || error.code === 'cancelled')) return error
  if (error instanceof GlassboxError) return invalid(`A run in it cannot be: ${error.message}`, { cause: error })
  if (error instanceof Database.SqliteError) return invalid('It is damaged.', { cause: error })
  return error
}
