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
  /** Smallest and largest finite value of each bucket; NaN where it has none. */
  readonly min: Float64Array<ArrayBuffer>
  readonly max: Float64Array<ArrayBuffer>
}

/**
 * Reads the extremes of a part of a series. From half a chunk in a bucket on, buckets are whole chunks, which know their
 * extremes: then no values are read but those at the two ends of the window.
 */
export function windowReader(
  db: Database.Database,
): (runId: string, series: string, request: WindowRequest) => MetricWindow {
  type Place = [runId: string, series: string, first: number, last: number]
  const selectTail = db.prepare<[string, string], { chunk: number; count: number }>(
    'SELECT chunk, count FROM metric_chunks WHERE run_id = ? AND series = ? ORDER BY chunk DESC LIMIT 1',
  )
  const part = 'FROM metric_chunks WHERE run_id = ? AND series = ? AND chunk BETWEEN ? AND ? ORDER BY chunk'
  // Every chunk is a few pages of its own: values that are not asked for are not read.
  const selectValues = db.prepare<Place, [chunk: number, values: Buffer]>(`SELECT chunk, "values" ${part}`).raw()
  const selectExtremes = db
    .prepare<Place, [chunk: number, min: number | null, max: number | null]>(`SELECT chunk, min, max ${part}`)
    .raw()

  return (runId, series, request) => {
    const tail = selectTail.get(runId, series)
    const count = tail ? tail.chunk * CHUNK + tail.count : 0
    const from = Math.min(Math.max(0, Math.floor(request.from)), count)
    const to = Math.min(Math.max(from, Math.ceil(request.to)), count)
    const points = Math.max(1, Math.floor(request.points))
    const isWhole = to - from >= (points * CHUNK) / 2
    const starts = isWhole ? chunkBuckets(from, to, points) : evenBuckets(from, to, points)
    const buckets = bucketsFrom(starts, to)

    const takeValues = (first: number, last: number): void => {
      for (const [chunk, values] of selectValues.iterate(runId, series, first, last)) {
        const start = chunk * CHUNK
        buckets.takeValues(toValues(values), start, Math.max(from, start))
      }
    }
    const [first, last] = [Math.floor(from / CHUNK), Math.floor((to - 1) / CHUNK)]
    if (from < to && !isWhole) takeValues(first, last)
    else if (from < to)
      for (const [chunk, min, max] of selectExtremes.all(runId, series, first, last)) {
        const isCut = chunk * CHUNK < from || Math.min(count, (chunk + 1) * CHUNK) > to
        if (isCut) takeValues(chunk, chunk)
        else buckets.take(chunk * CHUNK, min, max)
      }
    return { count, ...buckets.found() }
  }
}

/** Collects extremes over ascending positions; `to` is where the last bucket ends. */
function bucketsFrom(starts: readonly number[], to: number) {
  const min = new Float64Array(starts.length).fill(Infinity)
  const max = new Float64Array(starts.length).fill(-Infinity)
  let bucket = 0

  function take(position: number, least: number | null, most: number | null): void {
    while (bucket + 1 < starts.length && starts[bucket + 1]! <= position) bucket++
    if (least !== null && least < min[bucket]!) min[bucket] = least
    if (most !== null && most > max[bucket]!) max[bucket] = most
  }
  /** @param start position of the first of the values @param position of the first that counts */
  function takeValues(values: Float64Array, start: number, position: number): void {
    const end = Math.min(to, start + values.length)
    for (let at = position; at < end;) {
      take(at, null, null)
      const stop = Math.min(end, starts[bucket + 1] ?? to)
      const { min: least, max: most } = extremes(values.subarray(at - start, stop - start))
      take(at, least, most)
      at = stop
    }
  }
  const finite = (values: Float64Array): Float64Array<ArrayBuffer> =>
    Float64Array.from(values, (value) => (Number.isFinite(value) ? value : NaN))
  return { take, takeValues, found: () => ({ min: finite(min), max: finite(max) }) }
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
