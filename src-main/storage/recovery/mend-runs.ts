import type Database from 'better-sqlite3'
import { CHUNK, toValues } from '../repositories/metric-chunk.ts'
import { ERROR_SERIES, SERIES, writeMetrics } from '../repositories/metrics.ts'

interface RunRow {
  id: string
  number: number
  name: string
  dataset_id: string
  config: string
  classes: string
  epochs_done: number
  parent_epoch: number | null
}

/**
 * Runs are kept whatever they lost: without their data set they get an empty one in its place, in the trash.
 * @returns what was lost, in words
 */
export function mendRuns(db: Database.Database, now: number): string[] {
  const losses: string[] = []
  for (const run of runsOf(db)) {
    if (keepWithoutData(db, run, now)) losses.push(`The data set that ${nameOf(run)} was trained on is lost.`)
    losses.push(...missingCheckpoints(db, run))
  }
  return losses
}

/**
 * Points that are missing in the middle of a history become blanks, so that the others keep their places.
 * @returns what was lost, in words
 */
export function mendHistories(db: Database.Database): string[] {
  return runsOf(db).flatMap((run) => {
    const blanks = fillHistory(db, run)
    return blanks > 0 ? [`${blanks} values of the history of ${nameOf(run)} are lost and left blank.`] : []
  })
}

const runsOf = (db: Database.Database): RunRow[] => db.prepare<[], RunRow>('SELECT * FROM runs ORDER BY number').all()

const nameOf = ({ name, number }: Pick<RunRow, 'name' | 'number'>): string => `run ${number} ("${name}")`

function keepWithoutData(db: Database.Database, { dataset_id: id, config, classes }: RunRow, now: number): boolean {
  if (db.prepare('SELECT 1 FROM datasets WHERE id = ?').get(id)) return false
  const { split, prepare } = (JSON.parse(config) as { data: { split: unknown; prepare: unknown } }).data
  db.prepare(
    `INSERT INTO datasets (id, name, root, fingerprint, content_sha256, classes, split, prepare, created_at, deleted_at)
     VALUES (?, 'lost data set', '', '', '', ?, ?, ?, ?, ?)`,
  ).run(id, classes, JSON.stringify(split), JSON.stringify(prepare), now, now)
  return true
}

/** A checkpoint goes with its weights; without its optimiser state it can be looked at, not continued. */
function missingCheckpoints(db: Database.Database, run: RunRow): string[] {
  const gone = (column: string): string =>
    `${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM blobs WHERE sha256 = checkpoints.${column})`
  const epochs = (sql: string): number[] => db.prepare<[string], number>(sql).pluck().all(run.id)
  const weights = epochs(`DELETE FROM checkpoints WHERE run_id = ? AND ${gone('weights_sha256')} RETURNING epoch`)
  const states = epochs(
    `UPDATE checkpoints SET optimizer_sha256 = NULL, state = NULL WHERE run_id = ? AND ${gone('optimizer_sha256')} RETURNING epoch`,
  )
  return [
    ...weights.map((epoch) => `The weights of epoch ${epoch} of ${nameOf(run)} are lost.`),
    ...states.map(
      (epoch) =>
        `The state of the optimiser at epoch ${epoch} of ${nameOf(run)} is lost: it cannot be continued from there.`,
    ),
  ]
}

/** @returns how many values had to be left blank */
function fillHistory(db: Database.Database, run: RunRow): number {
  const chunks = db
    .prepare<[string], { series: string; chunk: number; count: number }>(
      'SELECT series, chunk, count FROM metric_chunks WHERE run_id = ?',
    )
    .all(run.id)
  const length = Math.max(expectedLength(db, run), ...chunks.map(({ chunk, count }) => chunk * CHUNK + count))
  const held = new Map(chunks.map(({ series, chunk, count }) => [`${series}/${chunk}`, count]))
  const { put } = writeMetrics(db)
  let blanks = 0
  const errors = ERROR_SERIES.filter((name) => chunks.some(({ series }) => series === name))
  for (const series of [...SERIES, ...errors])
    for (let chunk = 0; chunk * CHUNK < length; chunk++) {
      const wanted = Math.min(CHUNK, length - chunk * CHUNK)
      const found = held.get(`${series}/${chunk}`) ?? 0
      if (found >= wanted) continue
      blanks += wanted - found
      const values = new Float64Array(wanted).fill(NaN)
      values.set(valuesOf(db, run.id, series, chunk).subarray(0, found))
      put(run.id, series, chunk, values)
    }
  if (blanks > 0) numberEpochs(db, run, length)
  return blanks
}

/** A point for every epoch behind the one that the run began from; what the history itself says counts more. */
function expectedLength(db: Database.Database, run: RunRow): number {
  const last = db
    .prepare<[string], { chunk: number; values: Buffer }>(
      `SELECT chunk, "values" FROM metric_chunks WHERE run_id = ? AND series = 'epoch' ORDER BY chunk DESC LIMIT 1`,
    )
    .get(run.id)
  if (!last) return Math.max(0, run.epochs_done - (run.parent_epoch ?? 0))
  const values = toValues(last.values)
  return last.chunk * CHUNK + values.length + Math.max(0, run.epochs_done - (values.at(-1) ?? 0))
}

/** The number of an epoch is known even where its values are lost: they follow each other. */
function numberEpochs(db: Database.Database, run: RunRow, length: number): void {
  const { put } = writeMetrics(db)
  const all = Array.from({ length: Math.ceil(length / CHUNK) }, (_, chunk) => valuesOf(db, run.id, 'epoch', chunk))
  const offset = all
    .flatMap((values, chunk) => [...values].map((value, i) => value - chunk * CHUNK - i))
    .find(Number.isFinite)
  const first = offset ?? (run.parent_epoch ?? 0) + 1
  for (const [chunk, values] of all.entries())
    if (values.some(Number.isNaN))
      put(
        run.id,
        'epoch',
        chunk,
        values.map((value, i) => (Number.isNaN(value) ? first + chunk * CHUNK + i : value)),
      )
}

function valuesOf(db: Database.Database, id: string, series: string, chunk: number): Float64Array {
  const bytes = db
    .prepare<[string, string, number], Buffer>(
      'SELECT "values" FROM metric_chunks WHERE run_id = ? AND series = ? AND chunk = ?',
    )
    .pluck()
    .get(id, series, chunk)
  return bytes ? toValues(bytes) : new Float64Array(0)
}
