import type Database from 'better-sqlite3'
import { CHUNK, extremes, toValues } from './metric-chunk.ts'
import { windowReader } from './metric-window.ts'

export const SERIES = ['epoch', 'seconds', 'loss', 'accuracy', 'val_loss', 'val_accuracy'] as const
/** Kept only where they were measured: of a regression, and by versions that know them. */
export const ERROR_SERIES = ['mae', 'val_mae'] as const
export type SeriesName = (typeof SERIES | typeof ERROR_SERIES)[number]
/** What a learning-rate finder keeps of every step. */
export const RATE_SERIES = ['rate', 'loss', 'smoothed'] as const
type AnySeries = SeriesName | (typeof RATE_SERIES)[number]
type ErrorSeriesName = (typeof ERROR_SERIES)[number]

export const isErrorSeries = (name: string): name is ErrorSeriesName => ERROR_SERIES.some((one) => one === name)

interface ChunkRow {
  chunk: number
  count: number
  values: Buffer
}

const LAST_CHUNK =
  'SELECT chunk, count, "values" FROM metric_chunks WHERE run_id = ? AND series = ? ORDER BY chunk DESC LIMIT 1'

export function readMetrics(db: Database.Database) {
  const select = db.prepare<[string, string], ChunkRow>(
    'SELECT chunk, count, "values" FROM metric_chunks WHERE run_id = ? AND series = ? ORDER BY chunk',
  )
  const selectLast = db.prepare<[string, string], ChunkRow>(LAST_CHUNK)
  return {
    series(runId: string, series: AnySeries): Float64Array<ArrayBuffer> {
      const chunks = select.all(runId, series)
      const all = new Float64Array(chunks.reduce((sum, chunk) => sum + chunk.count, 0))
      let offset = 0
      for (const chunk of chunks) {
        all.set(toValues(chunk.values), offset)
        offset += chunk.count
      }
      return all
    },
    /** The last value of a series, undefined where there is none. */
    last(runId: string, series: AnySeries): number | undefined {
      const chunk = selectLast.get(runId, series)
      return chunk && toValues(chunk.values).at(-1)
    },
    /** A part of a series, drawn together to what fits a screen. */
    window: windowReader(db),
  }
}

export function writeMetrics(db: Database.Database) {
  const last = db.prepare<[string, string], ChunkRow>(LAST_CHUNK)
  const upsert = db.prepare(
    `INSERT INTO metric_chunks (run_id, series, chunk, count, min, max, "values") VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id, series, chunk) DO UPDATE SET count = excluded.count, min = excluded.min, max = excluded.max, "values" = excluded."values"`,
  )
  function put(runId: string, series: string, chunk: number, values: Float64Array): void {
    const { min, max } = extremes(values)
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
    upsert.run(runId, series, chunk, values.length, min, max, bytes)
  }

  function append(runId: string, series: AnySeries, values: Float64Array): void {
    const tail = last.get(runId, series)
    let chunk = tail?.chunk ?? 0
    let held = tail ? toValues(tail.values) : new Float64Array(0)
    for (let at = 0; at < values.length;) {
      if (held.length === CHUNK) {
        chunk++
        held = new Float64Array(0)
      }
      const taken = values.subarray(at, at + CHUNK - held.length)
      const grown = new Float64Array(held.length + taken.length)
      grown.set(held)
      grown.set(taken, held.length)
      held = grown
      at += taken.length
      put(runId, series, chunk, held)
    }
  }

  function lengthOf(runId: string, series: AnySeries): number {
    const tail = last.get(runId, series)
    return tail ? tail.chunk * CHUNK + tail.count : 0
  }

  return {
    put,
    append,
    /** To be called behind `append` of the epochs: those before the first that was measured are blank. */
    appendMeasured(runId: string, series: ErrorSeriesName, values: Float64Array): void {
      const held = lengthOf(runId, series)
      if (held === 0 && values.every(Number.isNaN)) return
      const missing = lengthOf(runId, 'epoch') - held - values.length
      if (missing > 0) append(runId, series, new Float64Array(missing).fill(NaN))
      append(runId, series, values)
    },
    /** Drops what follows the first so many points of every series of a run. */
    truncate: db.transaction((runId: string, count: number): void => {
      const [edge, rest] = [Math.floor(count / CHUNK), count % CHUNK]
      db.prepare('DELETE FROM metric_chunks WHERE run_id = ? AND chunk >= ?').run(runId, rest > 0 ? edge + 1 : edge)
      if (rest === 0) return
      const cut = db
        .prepare<[string, number, number], { series: string; values: Buffer }>(
          'SELECT series, "values" FROM metric_chunks WHERE run_id = ? AND chunk = ? AND count > ?',
        )
        .all(runId, edge, rest)
      for (const { series, values } of cut) put(runId, series, edge, toValues(values).subarray(0, rest))
    }),
  }
}
