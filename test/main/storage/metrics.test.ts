import type Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createRng } from '../../../src-engine/train/rng.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { CHUNK } from '../../../src-main/storage/repositories/metric-chunk.ts'
import { readMetrics, SERIES, writeMetrics } from '../../../src-main/storage/repositories/metrics.ts'
import type { MetricWindow, WindowRequest } from '../../../src-main/storage/repositories/metric-window.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function open(): Promise<Database.Database> {
  const db = openForWriting(await temporaryFolder())
  db.pragma('foreign_keys = OFF')
  return db
}

/** Values as histories have them: some finite, some not, whole stretches without any. */
function history(length: number, seed: number): Float64Array {
  const rng = createRng(seed, 'data')
  return Float64Array.from({ length }, (_, i) => {
    if (i % 5000 > 3500 && i % 5000 < 4800) return NaN
    const draw = rng.below(200)
    return draw === 0 ? NaN : draw === 1 ? Infinity : draw === 2 ? -Infinity : rng.normal()
  })
}

/** The numbers of the points of such a history, as a run has its epochs: their least in a bucket says where it begins. */
const numbers = (length: number): Float64Array => Float64Array.from({ length }, (_, point) => point)

/** What windows say of values that are all in memory, and of their numbers in the same request. */
function expectWindow(
  all: Float64Array,
  { from, to, points }: WindowRequest,
  { count, min, max }: MetricWindow,
  { min: index }: MetricWindow,
): void {
  const [start, end] = [Math.min(from, all.length), Math.min(to, all.length)]
  expect(count).toBe(all.length)
  expect(index.length).toBe(start < end ? Math.max(1, index.length) : 0)
  expect(index.length).toBeLessThanOrEqual(points)
  if (start === end) return
  // No fewer than what was asked for, but where whole chunks are nearly as many.
  expect(index.length).toBeGreaterThanOrEqual(Math.min(points, end - start) / 3)
  expect(index[0]).toBe(start)
  for (const [bucket, begin] of index.entries()) {
    const stop = index[bucket + 1] ?? end
    expect(stop).toBeGreaterThan(begin)
    const finite = [...all.subarray(begin, stop)].filter(Number.isFinite)
    const expected = finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [NaN, NaN]
    expect([min[bucket], max[bucket]]).toEqual(expected)
  }
}

test('a window of a series says the same as looking at every value', async () => {
  const db = await open()
  const rng = createRng(7, 'data')
  const read = readMetrics(db)
  for (const length of [0, 1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 40_000]) {
    const run = `run${length}`
    const all = history(length, length)
    writeMetrics(db).append(run, 'loss', all)
    writeMetrics(db).append(run, 'epoch', numbers(length))
    const requests = [
      { from: 0, to: length, points: 1 },
      { from: 0, to: length + 10, points: 3 },
      { from: length, to: length + 1, points: 10 },
      ...Array.from({ length: 40 }, () => {
        const from = rng.below(length + 1)
        return { from, to: from + rng.below(length - from + 2), points: 1 + rng.below(rng.below(2) ? 12 : 900) }
      }),
    ]
    for (const request of requests)
      expectWindow(all, request, read.window(run, 'loss', request), read.window(run, 'epoch', request))
  }
  expect(read.window('nobody', 'loss', { from: 0, to: 9, points: 9 })).toMatchObject({
    count: 0,
    min: new Float64Array(),
  })
})

test('a wide window takes the extremes of whole chunks without reading their values', async () => {
  const db = await open()
  const all = history(20 * CHUNK, 3)
  writeMetrics(db).append('run1', 'loss', all)
  writeMetrics(db).append('run1', 'epoch', numbers(all.length))
  const { window } = readMetrics(db)
  const request = { from: 0, to: all.length, points: 10 }
  const before = window('run1', 'loss', request)
  expectWindow(all, request, before, window('run1', 'epoch', request))
  db.exec(`UPDATE metric_chunks SET "values" = x'' WHERE chunk BETWEEN 1 AND 18`)
  expect(window('run1', 'loss', request)).toEqual(before)
  const plan = db
    .prepare<[], { detail: string }>(
      `EXPLAIN QUERY PLAN SELECT chunk, min, max FROM metric_chunks WHERE run_id = 'a' AND series = 'loss' AND chunk BETWEEN 1 AND 9 ORDER BY chunk`,
    )
    .all()
  expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('COVERING INDEX metric_chunks_extremes')])
})

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2500, 9999])(
  'after the first %i points every series is cut, and goes on from there',
  async (count) => {
    const db = await open()
    const write = writeMetrics(db)
    for (const [seed, series] of SERIES.entries()) {
      write.append('run1', series, history(2500, seed))
      write.append('run2', series, history(2500, seed))
    }
    write.truncate('run1', count)
    const read = readMetrics(db)
    for (const [seed, series] of SERIES.entries()) {
      expect(read.series('run1', series)).toEqual(history(2500, seed).subarray(0, count))
      expect(read.series('run2', series)).toEqual(history(2500, seed))
    }
    write.append('run1', 'loss', Float64Array.of(5, 6, 7))
    const left = Float64Array.of(...history(2500, SERIES.indexOf('loss')).subarray(0, count), 5, 6, 7)
    expect(read.series('run1', 'loss')).toEqual(left)
    write.append('run3', 'epoch', numbers(left.length))
    const request = { from: 0, to: left.length, points: 2 }
    expectWindow(left, request, read.window('run1', 'loss', request), read.window('run3', 'epoch', request))
  },
)
