import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import { createRng } from '../../../src-engine/train/rng.ts'
import { table } from '../../../src-main/cli/output.ts'
import { DATABASE_FILE } from '../../../src-main/storage/files.ts'
import { openForReading, openForWriting } from '../../../src-main/storage/open.ts'
import { readMetrics, writeMetrics, type SeriesName } from '../../../src-main/storage/repositories/metrics.ts'
import { databaseSizes } from '../../../src-main/storage/space/sizes.ts'
import { extendSparkline, noSparkline } from '../../../src-main/storage/repositories/sparkline.ts'
import { readStore, writeStore } from '../../../src-main/storage/store.ts'

// How long a home folder full of runs keeps a person waiting.

const RUNS = 2000
const POINTS = 10_000
const LONG = 1_000_000
const SCREEN = 1200
const SERIES: readonly SeriesName[] = ['epoch', 'loss', 'accuracy', 'val_loss', 'val_accuracy']
const TIMES = 9

const home = mkdtempSync(join(tmpdir(), 'glassbox-storage-'))
try {
  const seconds = timed(() => fill(home)) / 1000
  const gigabytes = statSync(join(home, DATABASE_FILE)).size / 1e9
  process.stdout.write(
    `${RUNS} runs of ${POINTS} points in ${SERIES.length} series: ${gigabytes.toFixed(2)} GB, made in ${seconds.toFixed(0)} s\n\n`,
  )
  const rows = measure(home).map(({ name, ms }) => [name, ms[0]!.toFixed(1), ms[TIMES >> 1]!.toFixed(1)])
  process.stdout.write(`${table([['milliseconds', 'fastest', `median of ${TIMES}`], ...rows])}\n`)
} finally {
  rmSync(home, { recursive: true, force: true })
}

function fill(folder: string): void {
  const db = openForWriting(folder)
  db.pragma('synchronous = OFF')
  const store = writeStore(db)
  const config = presetConfig({ source: 'data1', classes: 2, preset: 'mlp-8', trainCount: 100 })
  const { split, prepare } = config.data
  store.datasets.insert({
    ...{ id: 'data1', name: 'd', folder: '/d', root: '/d', fingerprint: 'f', contentSha256: 'c' },
    ...{
      classes: ['a', 'b'],
      split,
      prepare,
      files: null,
      columns: null,
      builtIn: null,
      items: [],
      skipped: [],
      task: 'classification',
      reading: null,
      version: 1,
      parentId: null,
    },
  })
  const histories = historiesOf(POINTS)
  for (let number = 1; number <= RUNS; number++) {
    const id = `run${number}`
    store.runs.insert({
      ...{ id, name: null, kind: 'training', datasetId: 'data1', preset: 'mlp-8', config },
      ...{ classes: ['a', 'b'], parameterCount: 100, from: null, groupId: null },
    })
    keep(db, id, histories)
  }
  keep(db, 'run1', { ...histories, loss: historiesOf(LONG).loss })
  db.close()
}

/** Curves that fall with noise on them. */
function historiesOf(points: number): Record<string, Float64Array> {
  const rng = createRng(1, 'data')
  const curve = (): Float64Array =>
    Float64Array.from({ length: points }, (_, index) => 1 / (1 + index / 100) + 0.01 * rng.normal())
  return Object.fromEntries(
    SERIES.map((name) => [name, name === 'epoch' ? Float64Array.from({ length: points }, (_, i) => i + 1) : curve()]),
  )
}

function keep(db: Database.Database, id: string, histories: Record<string, Float64Array | undefined>): void {
  const metrics = writeMetrics(db)
  db.transaction(() => {
    metrics.truncate(id, 0)
    for (const name of SERIES) metrics.append(id, name, histories[name] ?? new Float64Array(0))
    const sparkline = JSON.stringify(extendSparkline(noSparkline, histories.val_loss ?? new Float64Array(0)))
    db.prepare("UPDATE runs SET status = 'completed', epochs_done = ?, sparkline = ? WHERE id = ?").run(
      POINTS,
      sparkline,
      id,
    )
  })()
}

function measure(folder: string): { name: string; ms: number[] }[] {
  const db = openForReading(folder)
  const { runs } = readStore(db)
  const metrics = readMetrics(db)
  let next = RUNS / 2
  const open = (): void => {
    // Another one every time: what was read once is in memory.
    const id = `run${next++}`
    runs.detail(id)
    for (const name of SERIES) runs.series(id, name)
  }
  const window = (from: number, to: number) => (): void =>
    void metrics.window('run1', 'loss', { from, to, points: SCREEN })
  const found = [
    { name: `list of ${RUNS} runs`, ms: times(() => runs.list()) },
    { name: `one run with its ${SERIES.length} series`, ms: times(open) },
    { name: `all of ${LONG} points at ${SCREEN}`, ms: times(window(0, LONG)) },
    { name: 'half of them', ms: times(window(LONG / 4, (3 * LONG) / 4)) },
    { name: `${SCREEN} of them`, ms: times(window(LONG / 2, LONG / 2 + SCREEN)) },
    { name: 'what takes the space', ms: times(() => databaseSizes(db)) },
  ]
  db.close()
  return found
}

function times(work: () => unknown): number[] {
  return Array.from({ length: TIMES }, () => timed(work)).sort((a, b) => a - b)
}

function timed(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
