import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRng } from '../../../src-engine/train/rng.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { checkIntegrity, type Integrity } from '../../../src-main/storage/recovery/check-integrity.ts'
import { recoverDatabase, type Recovery } from '../../../src-main/storage/recovery/recover.ts'
import { readStore } from '../../../src-main/storage/store.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { allRows } from './support/all-rows.ts'
import { corrupt, spoilPage } from './support/corrupt.ts'
import { OLDER_RUNS, writeOlderFile } from './support/older-file.ts'

/** Corruptions of the property test. */
const CORRUPTIONS = 30

type Rows = Record<string, string[]>

function integrityOf(db: Database.Database): Integrity {
  const steps = checkIntegrity(db)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** What mending changes on purpose is not compared. */
function comparable(table: string, row: string): string {
  const values = JSON.parse(row) as Record<string, unknown>
  if (table === 'datasets') Object.assign(values, { deleted_at: null, parent_id: null })
  if (table === 'runs') values.parent_run_id = null
  if (table === 'checkpoints') Object.assign(values, { optimizer_sha256: null, state: null })
  return JSON.stringify(values)
}

/** Every recovered row is one of the original ones, but for what stands in the place of lost ones. */
function expectOriginals(original: Rows, recovered: Rows): void {
  for (const [table, rows] of Object.entries(recovered)) {
    const known = new Set(original[table]?.map((row) => comparable(table, row)))
    const strange = rows.filter((row) => !known.has(comparable(table, row)))
    if (table === 'metric_chunks') strange.forEach((row) => expectBlanks(original, row))
    else if (table === 'datasets') for (const row of strange) expect(row).toContain('"name":"lost data set"')
    else expect([table, strange]).toEqual([table, []])
  }
}

/** The values of a chunk that was not lost are the original ones; the others are blank, or the numbers of epochs. */
function expectBlanks(original: Rows, row: string): void {
  const parse = (text: string) => JSON.parse(text) as { run_id: string; series: string; chunk: number; values: string }
  const valuesOf = (text: string) => [...new Float64Array(new Uint8Array(Buffer.from(text, 'base64')).buffer)]
  const { run_id, series, chunk, values } = parse(row)
  const before = original
    .metric_chunks!.map(parse)
    .find((one) => one.run_id === run_id && one.series === series && one.chunk === chunk)!
  for (const [index, value] of valuesOf(values).entries())
    if (!Number.isNaN(value)) expect(value).toBe(valuesOf(before.values)[index])
}

function lostOf({ tables }: Recovery): Record<string, number | null> {
  return Object.fromEntries(tables.filter(({ lost }) => lost !== 0).map(({ table, lost }) => [table, lost]))
}

/** The root pages of tables and indexes by name, and the pages of each. */
function pagesOf(file: string, name: string): { leaves: number[]; overflow: number[] } {
  const db = new Database(file, { readonly: true })
  const pages = (type: string): number[] =>
    db
      .prepare<[string, string], number>('SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ? ORDER BY path')
      .pluck()
      .all(name, type)
  const found = { leaves: pages('leaf'), overflow: pages('overflow') }
  db.close()
  return found
}

describe('a damaged database', () => {
  const rng = createRng(11, 'data')
  let folder: string
  /** A populated database; tests damage copies of it. */
  let good: { file: string; rows: Rows }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'glassbox-'))
    writeOlderFile(folder, 3)
    const db = openForWriting(folder)
    good = { file: join(folder, 'glassbox.sqlite'), rows: allRows(db) }
    expect(integrityOf(db)).toEqual({ ok: true, problems: [] })
    db.close()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function damagedBy(damage: (file: string) => void): Promise<string> {
    const home = await temporaryFolder()
    const file = join(home, 'glassbox.sqlite')
    copyFileSync(good.file, file)
    damage(file)
    return home
  }

  /** Recovers, and checks what has to hold after every damage. */
  function recovered(home: string): { recovery: Recovery; rows: Rows; store: ReturnType<typeof readStore> } {
    const damaged = readFileSync(join(home, 'glassbox.sqlite'))
    const recovery = recoverDatabase(home)
    expect(readFileSync(recovery.setAside).equals(damaged)).toBe(true)
    expect(recovery.setAside.startsWith(join(home, 'damaged', 'glassbox-2'))).toBe(true)
    expect(readdirSync(home).sort()).toEqual(['damaged', 'glassbox.sqlite'])
    expect(statSync(join(home, 'glassbox.sqlite')).mode & 0o777).toBe(0o600)
    const db = openForWriting(home)
    expect(integrityOf(db)).toEqual({ ok: true, problems: [] })
    const rows = allRows(db)
    expectOriginals(good.rows, rows)
    // Blanks and empty data sets stand in the place of lost ones.
    for (const { table, recovered: count } of recovery.tables)
      if (['datasets', 'metric_chunks'].includes(table)) expect(rows[table]!.length).toBeGreaterThanOrEqual(count)
      else expect(rows[table]).toHaveLength(count)
    return { recovery, rows, store: readStore(db) }
  }

  test('that is no database any more is set aside, and says so', async () => {
    const home = await damagedBy((file) => spoilPage(file, 1, rng))
    expect(() => openForWriting(home)).toThrow(expect.objectContaining({ code: 'storage/damaged' }))
    const { recovery, rows } = recovered(home)
    expect(Object.values(rows).flat()).toEqual([])
    expect(recovery.losses).toEqual(['Nothing could be read of the damaged file.'])
  })

  test('with a damaged index or free list loses nothing', async () => {
    for (const index of [
      'items_by_class',
      'sqlite_autoindex_runs_1',
      'sqlite_autoindex_blobs_1',
      'checkpoints_by_weights',
    ]) {
      const home = await damagedBy((file) => pagesOf(file, index).leaves.forEach((page) => spoilPage(file, page, rng)))
      const { recovery, rows } = recovered(home)
      expect(rows).toEqual(good.rows)
      expect([recovery.losses, lostOf(recovery)]).toEqual([[], {}])
    }
    const home = await damagedBy((file) => {
      const db = new Database(file)
      db.exec('CREATE TABLE filling (x); INSERT INTO filling VALUES (zeroblob(100000)); DROP TABLE filling')
      db.close()
      const trunk = readFileSync(file).readUInt32BE(32)
      expect(trunk).toBeGreaterThan(0)
      spoilPage(file, trunk, rng)
    })
    const db = new Database(join(home, 'glassbox.sqlite'))
    expect(integrityOf(db).ok).toBe(false)
    db.close()
    const { recovery, rows } = recovered(home)
    expect(rows).toEqual(good.rows)
    expect(recovery.losses).toEqual([])
  })

  test('without the weights of an epoch keeps the run and its history, and says what is lost', async () => {
    const { runs } = readStore(new Database(good.file, { readonly: true }))
    const home = await damagedBy((file) => {
      const db = new Database(file)
      const [place] = db
        .prepare<[string], number>('SELECT rowid FROM blobs WHERE sha256 = ?')
        .pluck()
        .all(runs.detail('run4')!.weightsSha256!)
      db.close()
      // The last weights of run 4, and its last state, which was written after them.
      const pages = pagesOf(file, 'blobs').overflow
      const perBlob = pages.length / (OLDER_RUNS * 4)
      for (const blob of [place! - 1, place!]) spoilPage(file, pages[Math.floor(blob * perBlob) - 1]!, rng)
    })
    const { recovery, store } = recovered(home)
    expect(recovery.losses).toHaveLength(2)
    expect(recovery.losses.every((text) => text.includes('of run 4 ("mlp-8 4")'))).toBe(true)
    expect(store.runs.series('run4', 'loss')).toHaveLength(1500)
    expect(store.runs.detail('run4')!.checkpoints.length).toBeLessThan(3)
    expect(lostOf(recovery)).toMatchObject({ blobs: 2 })
  })

  test('without a part of a history leaves blanks in it, and still numbers its epochs', async () => {
    const home = await damagedBy((file) =>
      pagesOf(file, 'metric_chunks')
        .leaves.slice(3, 6)
        .forEach((page) => spoilPage(file, page, rng)),
    )
    const { recovery, store } = recovered(home)
    expect(recovery.losses.length).toBeGreaterThan(0)
    for (const text of recovery.losses.slice(0, -1)) expect(text).toMatch(/^\d+ values of the history of run \d/)
    let blanks = 0
    for (let run = 1; run <= OLDER_RUNS; run++) {
      expect([...store.runs.series(`run${run}`, 'epoch')]).toEqual(
        Array.from({ length: 1500 }, (_, index) => (run === 3 ? 700 : 0) + index + 1),
      )
      const loss = store.runs.series(`run${run}`, 'loss')
      expect(loss).toHaveLength(1500)
      blanks += loss.filter(Number.isNaN).length
    }
    expect(blanks).toBeGreaterThan(0)
    expect(blanks).toBeLessThan((OLDER_RUNS * 1500) / 2)
  })

  test('without its runs or its data sets keeps what is left, and names what is lost', async () => {
    const noRuns = recovered(
      await damagedBy((file) => pagesOf(file, 'runs').leaves.forEach((page) => spoilPage(file, page, rng))),
    )
    expect(noRuns.recovery.losses.slice(0, OLDER_RUNS)).toEqual(
      Array.from({ length: OLDER_RUNS }, (_, index) => `Run ${index + 1} is lost.`),
    )
    expect(noRuns.store.datasets.list()).toHaveLength(2)
    expect(lostOf(noRuns.recovery)).toMatchObject({
      runs: OLDER_RUNS,
      metric_chunks: OLDER_RUNS * 12,
      checkpoints: OLDER_RUNS * 3,
    })

    const noData = recovered(
      await damagedBy((file) => pagesOf(file, 'datasets').leaves.forEach((page) => spoilPage(file, page, rng))),
    )
    expect(noData.store.datasets.list()).toEqual([])
    expect(noData.store.runs.list()).toHaveLength(OLDER_RUNS)
    expect(noData.store.runs.weights('run1', 900)).not.toBeNull()
    expect(noData.recovery.losses).toContain('The data set that run 1 ("mlp-8 1") was trained on is lost.')
  })

  test('that lost items of a data set does not offer it for training', async () => {
    const home = await damagedBy((file) => spoilPage(file, pagesOf(file, 'items').leaves[2]!, rng))
    const { recovery, rows, store } = recovered(home)
    expect(recovery.losses).toEqual(['Items of the data set "fruit of data1" are lost: import it again.'])
    expect(store.datasets.list().map(({ id }) => id)).toEqual(['data2'])
    expect(rows.items!.length).toBeGreaterThan(700)
    expect(lostOf(recovery)).toEqual({ items: 800 - rows.items!.length })
    expect(store.runs.list()).toHaveLength(OLDER_RUNS)
  })

  test('that was cut short gives what is left', async () => {
    const home = await damagedBy((file) => {
      // Tables stand in front, as in a file that was made in one go.
      const db = new Database(file)
      db.exec('VACUUM')
      db.close()
      truncateSync(file, Math.floor(statSync(file).size * 0.6))
    })
    const { recovery, rows } = recovered(home)
    expect(Object.values(rows).flat().length).toBeGreaterThan(100)
    expect(recovery.losses.length).toBeGreaterThan(0)
  })

  test('is set aside with its log, whose rows are recovered, and beside others of the same moment', async () => {
    const home = await damagedBy(() => undefined)
    const other = await temporaryFolder()
    const file = join(home, 'glassbox.sqlite')
    const db = openForWriting(home)
    db.exec(`UPDATE settings SET value = '"light"' WHERE key = 'theme'`)
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, join(other, `glassbox.sqlite${suffix}`))
    db.close()
    spoilPage(join(other, 'glassbox.sqlite'), pagesOf(good.file, 'items_by_class').leaves[0]!, rng)
    const wal = readFileSync(join(other, 'glassbox.sqlite-wal'))
    mkdirSync(join(other, 'damaged'))
    for (let second = 0; second < 3; second++)
      writeFileSync(
        join(
          other,
          'damaged',
          `glassbox-${new Date(Date.now() + second * 1000).toISOString().slice(0, 19).replaceAll(':', '-')}.sqlite`,
        ),
        'older',
      )
    const { setAside, losses } = recoverDatabase(other)
    expect(setAside).toMatch(/-2\.sqlite$/)
    expect(readFileSync(`${setAside}-wal`)).toEqual(wal)
    expect(losses).toEqual([])
    const fresh = openForWriting(other)
    expect(readStore(fresh).settings.all()).toEqual({ theme: 'light', threads: 2 })
    fresh.close()
  })

  test(`in any of ${CORRUPTIONS} ways is recovered, every row as it was`, { timeout: 300_000 }, async () => {
    for (let seed = 0; seed < CORRUPTIONS; seed++) {
      const way = createRng(seed, 'data', 1)
      let what = ''
      const home = await damagedBy((file) => (what = corrupt(file, way)))
      try {
        const { recovery, rows } = recovered(home)
        const left = Object.values(rows).flat().length
        if (Object.values(good.rows).flat().length > left) expect(recovery.losses.length).toBeGreaterThan(0)
      } catch (error) {
        throw new Error(`Seed ${seed}, ${what}: ${(error as Error).message}`, { cause: error })
      }
      rmSync(home, { recursive: true })
    }
  })
})
