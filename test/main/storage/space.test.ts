import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { Places } from '../../../src-main/app/datasets/places.ts'
import { cleanCaches } from '../../../src-main/app/storage/clean-caches.ts'
import { compact } from '../../../src-main/app/storage/compact.ts'
import { folderSizes } from '../../../src-main/app/storage/folder-sizes.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { writeSpace } from '../../../src-main/storage/space/compact.ts'
import { databaseSizes } from '../../../src-main/storage/space/sizes.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { OLDER_RUNS, writeOlderFile } from './support/older-file.ts'

async function homeWith(files: Record<string, number>): Promise<string> {
  const home = await temporaryFolder()
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true })
    writeFileSync(join(home, name), new Uint8Array(bytes))
  }
  return home
}

test('what takes the space of a database is told to the byte', async () => {
  const home = await temporaryFolder()
  writeOlderFile(home, 3)
  const db = openForWriting(home)
  const before = databaseSizes(db)
  expect(before).toMatchObject({
    weights: OLDER_RUNS * 3 * 12_000,
    optimizers: OLDER_RUNS * 12_000,
    metrics: OLDER_RUNS * 6 * 1500 * 8,
  })
  expect(before.items).toBeGreaterThan(800 * 150)
  expect(before.items % 4096).toBe(0)
  db.exec("DELETE FROM metric_chunks WHERE run_id = 'run1'; UPDATE checkpoints SET optimizer_sha256 = NULL")
  const after = databaseSizes(db)
  expect(after.metrics).toBe((OLDER_RUNS - 1) * 6 * 1500 * 8)
  expect(after.optimizers).toBe(0)
  expect(after.other - before.other).toBeGreaterThan(OLDER_RUNS * 10_000)
  expect(after.free).toBeGreaterThan(60_000)
  expect(after.log).toBe(statSync(join(home, 'glassbox.sqlite-wal')).size)
  db.pragma('wal_checkpoint(TRUNCATE)')
  const { log, ...inFile } = databaseSizes(db)
  expect(log).toBe(0)
  expect(Object.values(inFile).reduce((sum, size) => sum + size)).toBe(statSync(join(home, 'glassbox.sqlite')).size)
  db.close()
})

test('free pages are given back in steps, and what is left of them when it is cancelled', async () => {
  const home = await temporaryFolder()
  const db = openForWriting(home)
  const bytes = 60_000_000
  db.exec(`CREATE TABLE filling (x); INSERT INTO filling VALUES (zeroblob(${bytes})); DELETE FROM filling`)
  const space = writeSpace(db)
  const steps = { compactStep: async () => space.compactStep(), truncateLog: async () => space.truncateLog() }
  const { free } = databaseSizes(db)
  expect(free).toBeGreaterThanOrEqual(bytes)
  const controller = new AbortController()
  const seen: number[] = []
  const some = await compact(free, steps, (done) => seen.push(done) === 3 && controller.abort(), controller.signal)
  expect(seen).toEqual([1, 2, 3].map((step) => step * 2048 * 4096))
  expect(some).toBe(seen[2])
  const rest = databaseSizes(db).free
  expect(rest).toBe(free - some)
  expect(await compact(rest, steps, (done, total) => expect(done).toBeLessThanOrEqual(total))).toBe(rest)
  expect(databaseSizes(db)).toMatchObject({ free: 0, log: 0 })
  expect(statSync(join(home, 'glassbox.sqlite')).size).toBeLessThan(1_000_000)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(await compact(0, steps, () => expect.unreachable())).toBe(0)
  db.close()
})

test('folders are told apart, and what is not there takes nothing', async () => {
  const home = await homeWith({
    'cache/data1-1234.u8': 1000,
    'cache/data2-rows.f32': 200,
    'cache/thumbnails/aa.webp': 30,
    'uploads/ab': 4,
    'uploads/incoming/x/y': 5,
    'backups/glassbox-2026-11-30T12-00-00.sqlite': 6,
  })
  expect(await folderSizes(home, new Places(home))).toEqual({
    caches: 1200,
    thumbnails: 30,
    uploads: 9,
    backups: 6,
    damaged: 0,
  })
})

test('caches are removed but for those in use and those that are being written', async () => {
  const home = await homeWith({
    'cache/data1-1234.u8': 1000,
    'cache/data1-5678.u8': 100,
    'cache/data2-rows.f32': 200,
    'cache/data3-new.u8': 7,
    'cache/data3-new.u8.part': 7,
    'cache/data4-9999.u8.part': 7,
    'cache/thumbnails/aa.webp': 30,
    'cache/thumbnails/bb.webp.1.part': 30,
    'cache/notes.txt': 9,
  })
  expect(await cleanCaches(new Places(home), (id) => id === 'data2')).toBe(1130)
  expect(readdirSync(join(home, 'cache')).sort()).toEqual([
    'data2-rows.f32',
    'data3-new.u8',
    'data3-new.u8.part',
    'data4-9999.u8.part',
    'notes.txt',
    'thumbnails',
  ])
  expect(readdirSync(join(home, 'cache/thumbnails'))).toEqual(['bb.webp.1.part'])
  expect(await cleanCaches(new Places(await temporaryFolder()), () => false)).toBe(0)
})
