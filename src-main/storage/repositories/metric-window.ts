import type Database from 'better-sqlite3'
import { CHUNK, extremes, toValues } from './metric-chunk.ts'

/** Points `from` … `to` − 1, counted from the first of the series, in at most `points` buckets. */
export interface WindowRequest {
  readonly from: number
  readonly to: number
  readonly points: number
}

export interface MetricWindow {
  /** Points in the whole series. */
  readonly count: number
  /** Number of the first point of each bucket; the next begins where one ends. */
  readonly index: Float64Array<ArrayBuffer>
  /** Smallest and largest finite value of each bucket; NaN where it has none. */
  readonly min: Float64Array<ArrayBuffer>
  readonly max: Float64Array<ArrayBuffer>
  /** The first and the last value of the window; NaN when it is empty. */
  readonly first: number
  readonly last: number
}

interface Chunk {
  chunk: number
  min: number | null
  max: number | null
  values: Buffer
}

/**
 * The extremes of a part of a series. From half a chunk in a bucket on, buckets are whole chunks, which know their
 * extremes: then no values are read but those at the two ends of the window.
 */
export function readWindow(db: Database.Database, runId: string, series: string, request: WindowRequest): MetricWindow {
  const tail = db
    .prepare<[string, string], Pick<Chunk, 'chunk'> & { count: number }>(
      'SELECT chunk, count FROM metric_chunks WHERE run_id = ? AND series = ? ORDER BY chunk DESC LIMIT 1',
    )
    .get(runId, series)
  const count = tail ? tail.chunk * CHUNK + tail.count : 0
  const from = Math.min(Math.max(0, Math.floor(request.from)), count)
  const to = Math.min(Math.max(from, Math.ceil(request.to)), count)
  const points = Math.max(1, Math.floor(request.points))
  const one = db
    .prepare<[string, string, number], Buffer>(
      'SELECT "values" FROM metric_chunks WHERE run_id = ? AND series = ? AND chunk = ?',
    )
    .pluck()
  const read = (chunk: number): Float64Array => {
    const bytes = one.get(runId, series, chunk)
    return bytes ? toValues(bytes) : new Float64Array(0)
  }
  const at = (position: number): number => read(Math.floor(position / CHUNK))[position % CHUNK] ?? NaN

  const whole = to - from >= (points * CHUNK) / 2
  const starts = whole ? chunkBuckets(from, to, points) : evenBuckets(from, to, points)
  const min = new Float64Array(starts.length).fill(Infinity)
  const max = new Float64Array(starts.length).fill(-Infinity)
  const take = (bucket: number, range: { min: number | null; max: number | null }): void => {
    if (range.min !== null && range.min < min[bucket]!) min[bucket] = range.min
    if (range.max !== null && range.max > max[bucket]!) max[bucket] = range.max
  }

  let bucket = 0
  /** Goes on to the bucket that a point falls into. @returns where that ends */
  const enter = (position: number): number => {
    while (bucket + 1 < starts.length && starts[bucket + 1]! <= position) bucket++
    return starts[bucket + 1] ?? to
  }
  const takeValues = (chunk: number, values: Float64Array): void => {
    const start = chunk * CHUNK
    const end = Math.min(to, start + values.length)
    for (let position = Math.max(from, start); position < end;) {
      const stop = Math.min(end, enter(position))
      take(bucket, extremes(values.subarray(position - start, stop - start)))
      position = stop
    }
  }
  if (from < to) {
    // Every chunk is a few pages of its own: values that are not asked for are not read.
    const columns = whole ? 'chunk, min, max' : 'chunk, "values"'
    const chunks = db
      .prepare<[string, string, number, number], Chunk>(
        `SELECT ${columns} FROM metric_chunks WHERE run_id = ? AND series = ? AND chunk BETWEEN ? AND ? ORDER BY chunk`,
      )
      .iterate(runId, series, Math.floor(from / CHUNK), Math.floor((to - 1) / CHUNK))
    const cut: number[] = []
    for (const chunk of chunks) {
      if (!whole) takeValues(chunk.chunk, toValues(chunk.values))
      else if (chunk.chunk * CHUNK < from || Math.min(count, (chunk.chunk + 1) * CHUNK) > to) cut.push(chunk.chunk)
      else {
        enter(chunk.chunk * CHUNK)
        take(bucket, chunk)
      }
    }
    for (const chunk of cut) {
      bucket = 0
      takeValues(chunk, read(chunk))
    }
  }
  for (const values of [min, max])
    for (const [i, value] of values.entries()) if (!Number.isFinite(value)) values[i] = NaN
  const [first, last] = from < to ? [at(from), at(to - 1)] : [NaN, NaN]
  return { count, index: Float64Array.from(starts), min, max, first, last }
}

/** Where buckets begin, as even as whole points allow. */
function evenBuckets(from: number, to: number, points: number): number[] {
  const length = to - from
  const buckets = Math.min(points, length)
  return Array.from({ length: buckets }, (_, bucket) => from + Math.floor((bucket * length) / buckets))
}

/** Where buckets begin that are whole chunks, but for the two at the ends. */
function chunkBuckets(from: number, to: number, points: number): number[] {
  let width = CHUNK
  const count = (): number => Math.ceil(to / width) - Math.floor(from / width)
  while (count() > points && width < to) width += CHUNK
  const before = Math.floor(from / width)
  return Array.from({ length: count() }, (_, bucket) => Math.max(from, (before + bucket) * width))
}
