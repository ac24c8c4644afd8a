import type Database from 'better-sqlite3'

export const SERIES = ['epoch', 'seconds', 'loss', 'accuracy', 'val_loss', 'val_accuracy'] as const
export type SeriesName = (typeof SERIES)[number]

/** Values in one chunk before the next is begun: 8 KB, rewritten whole while it fills. */
const CHUNK = 1024

interface ChunkRow {
  chunk: number
  count: number
  values: Buffer
}

export function readMetrics(db: Database.Database) {
  const select = db.prepare<[string, string], ChunkRow>(
    'SELECT chunk, count, "values" FROM metric_chunks WHERE run_id = ? AND series = ? ORDER BY chunk',
  )
  return {
    series(runId: string, series: SeriesName): Float64Array {
      const chunks = select.all(runId, series)
      const all = new Float64Array(chunks.reduce((sum, chunk) => sum + chunk.count, 0))
      let offset = 0
      for (const chunk of chunks) {
        all.set(toValues(chunk.values), offset)
        offset += chunk.count
      }
      return all
    },
  }
}

export function writeMetrics(db: Database.Database) {
  const last = db.prepare<[string, string], ChunkRow>(
    'SELECT chunk, count, "values" FROM metric_chunks WHERE run_id = ? AND series = ? ORDER BY chunk DESC LIMIT 1',
  )
  const upsert = db.prepare(
    `INSERT INTO metric_chunks (run_id, series, chunk, count, min, max, "values") VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id, series, chunk) DO UPDATE SET count = excluded.count, min = excluded.min, max = excluded.max, "values" = excluded."values"`,
  )
  return {
    append(runId: string, series: SeriesName, values: Float64Array): void {
      const tail = last.get(runId, series)
      let chunk = tail?.chunk ?? 0
      let held: number[] = tail ? [...toValues(tail.values)] : []
      for (let at = 0; at < values.length;) {
        if (held.length === CHUNK) {
          chunk++
          held = []
        }
        const taken = values.subarray(at, at + CHUNK - held.length)
        held.push(...taken)
        at += taken.length
        const finite = held.filter(Number.isFinite)
        const [min, max] = finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [null, null]
        upsert.run(runId, series, chunk, held.length, min, max, Buffer.from(new Float64Array(held).buffer))
      }
    },
  }
}

function toValues(bytes: Buffer): Float64Array {
  // A row's buffer may start anywhere; a float64 view must be aligned.
  return new Float64Array(new Uint8Array(bytes).buffer)
}
