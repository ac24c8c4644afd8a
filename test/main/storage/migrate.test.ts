import { copyFileSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { formatOfFile } from '../../../src-main/storage/files.ts'
import { APPLICATION_ID, migrate } from '../../../src-main/storage/migrate.ts'
import { ensureHome, lockHome, openForReading, openForWriting } from '../../../src-main/storage/open.ts'
import { initial } from '../../../src-main/storage/migrations/0001-initial.ts'
import { migrations } from '../../../src-main/storage/migrations/index.ts'
import { readStore, writeStore } from '../../../src-main/storage/store.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { allRows } from './support/all-rows.ts'
import { OLDER_RUNS, writeOlderFile } from './support/older-file.ts'

/** Later formats have more columns; in those that a row had nothing may change. */
const rowsOf = (rows: readonly string[]): object[] => rows.map((row) => JSON.parse(row) as object)

test('a new database has every setting that cannot be changed later', async () => {
  const home = await temporaryFolder()
  const db = openForWriting(home)
  expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID)
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length)
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(2)
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(db.pragma('synchronous', { simple: true })).toBe(2)
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(statSync(join(home, 'glassbox.sqlite')).mode & 0o777).toBe(0o600)
  db.close()
})

test('opening again changes nothing', async () => {
  const home = await temporaryFolder()
  openForWriting(home).close()
  const db = openForWriting(home)
  migrate(db)
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length)
  db.close()
})

test('a file of a newer Glassbox is read but not written, and left as it is', async () => {
  const home = await temporaryFolder()
  const db = openForWriting(home)
  writeStore(db).settings.set({ theme: 'dark' })
  db.exec('ALTER TABLE settings ADD COLUMN since INTEGER; CREATE TABLE later (x)')
  db.pragma('user_version = 999')
  db.pragma('journal_mode = DELETE')
  db.close()
  const before = readFileSync(join(home, 'glassbox.sqlite'))
  expect(() => openForWriting(home)).toThrow(expect.objectContaining({ code: 'storage/newer' }))
  expect(readFileSync(join(home, 'glassbox.sqlite'))).toEqual(before)
  const reading = openForReading(home)
  const { settings, runs } = readStore(reading)
  expect(settings.all()).toEqual({ theme: 'dark' })
  expect(runs.list()).toEqual([])
  reading.close()
})

test("another program's database is refused", async () => {
  const home = await temporaryFolder()
  const db = new Database(join(home, 'glassbox.sqlite'))
  db.exec('CREATE TABLE theirs (x); PRAGMA user_version = 1')
  db.close()
  expect(() => openForWriting(home)).toThrow(expect.objectContaining({ code: 'storage/damaged' }))
})

test('the home folder has one owner at a time, and is private', async () => {
  const home = join(await temporaryFolder(), 'home')
  ensureHome(home)
  expect(statSync(home).mode & 0o777).toBe(0o700)
  const first = lockHome(home)
  expect(first).not.toBeNull()
  expect(lockHome(home)).toBeNull()
  first?.close()
  const second = lockHome(home)
  expect(second).not.toBeNull()
  second?.close()
})

test('what a file of format 1 holds is read as before', async () => {
  const home = await temporaryFolder()
  const old = new Database(join(home, 'glassbox.sqlite'))
  old.exec(initial.sql)
  old.pragma(`application_id = ${APPLICATION_ID}`)
  old.pragma('user_version = 1')
  const prepare = { size: [64, 64], channels: 'rgb', fit: 'squash', scale: '0..1', invert: false }
  old
    .prepare(
      `INSERT INTO datasets (id, name, folder, root, fingerprint, content_sha256, classes, split, prepare, created_at)
       VALUES ('data1', 'fruit', '/fruit', '/fruit', 'f', 'c', '["apple","pear"]', '[0.6,0.2,0.2]', ?, 5)`,
    )
    .run(JSON.stringify(prepare))
  old.exec(`
    INSERT INTO items VALUES ('data1', 0, 'apple/1.png', 0, 'train', NULL, 9, 7, 'png', 99, 'c0', 't0');
    INSERT INTO items VALUES ('data1', 1, 'pear/1.png', 1, 'test', 'test', 9, 7, 'png', 98, 'c1', 't1');
    INSERT INTO skipped VALUES ('data1', 0, 'x.txt', 'picture/unsupported', 'This is a text file.');
  `)
  old.close()

  // A folder that may only be read is not brought up to date.
  const reading = openForReading(home)
  const plain = { id: 'data1', files: null, columns: null, builtIn: null }
  expect(readStore(reading).datasets.list()).toMatchObject([plain])
  reading.close()

  const db = openForWriting(home)
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length)
  const { datasets } = readStore(db)
  expect(datasets.list()).toMatchObject([
    { id: 'data1', name: 'fruit', itemCount: 2, skippedCount: 1, prepare, files: null, columns: null, builtIn: null },
  ])
  expect(datasets.allItems('data1').map(({ path, fixedSplit }) => [path, fixedSplit])).toEqual([
    ['apple/1.png', null],
    ['pear/1.png', 'test'],
  ])
  db.close()
})

test('a file that a killed process had only begun to make is made anew', async () => {
  const made = await temporaryFolder()
  openForWriting(made).close()
  const home = await temporaryFolder()
  const file = join(home, 'glassbox.sqlite')
  const db = new Database(file)
  db.pragma('journal_mode = DELETE')
  db.pragma('cache_size = 1')
  db.exec('BEGIN; CREATE TABLE t (x)')
  // More than the cache holds: the journal is on the disk.
  db.exec(
    'INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT randomblob(500) FROM n',
  )
  // All pages are written, and the journal still says that before there were none.
  const torn = await temporaryFolder()
  copyFileSync(join(made, 'glassbox.sqlite'), join(torn, 'glassbox.sqlite'))
  copyFileSync(`${file}-journal`, join(torn, 'glassbox.sqlite-journal'))
  db.exec('ROLLBACK')
  db.close()
  expect(formatOfFile(torn)).toBe(migrations.length)
  const opened = openForWriting(torn)
  expect(opened.pragma('user_version', { simple: true })).toBe(migrations.length)
  expect(readStore(opened).runs.list()).toEqual([])
  opened.close()
})

test('a file of format 4 is brought up to date with every row that it held', async () => {
  const home = await temporaryFolder()
  writeOlderFile(home, 4)
  const old = new Database(join(home, 'glassbox.sqlite'), { readonly: true })
  const before = allRows(old)
  old.close()
  const db = openForWriting(home)
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length)
  const after = allRows(db)
  for (const table of ['settings', 'skipped', 'blobs', 'run_tags', 'alarms', 'diagnostics', 'checkpoints'])
    expect(after[table], table).toEqual(before[table])
  expect(after.runs).toHaveLength(OLDER_RUNS)
  expect(rowsOf(after.runs!)).toMatchObject(rowsOf(before.runs!))
  expect(before.run_tags).toHaveLength(OLDER_RUNS)
  expect(after.items).toHaveLength(before.items!.length)

  const { datasets } = readStore(db)
  expect(datasets.list().map(({ id }) => id)).toEqual(['data2', 'data1'])
  expect(datasets.get('data1')).toMatchObject({ task: 'classification', reading: null, version: 1, health: null })
  expect(datasets.doctor('data1')).toBeNull()
  expect(datasets.allItems('data1')[7]).toMatchObject({ target: null, perceptualHash: null, traits: [] })
  db.close()
})

test('a file of format 5 is brought up to date: no run in it was ever changed or sorted, and all the rest is as it was', async () => {
  const home = await temporaryFolder()
  writeOlderFile(home, 5)
  const old = new Database(join(home, 'glassbox.sqlite'), { readonly: true })
  const before = allRows(old)
  old.close()
  const db = openForWriting(home)
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length)
  const { runs, ...after } = allRows(db)
  const { runs: runsBefore, ...others } = before
  expect(after).toEqual(others)
  expect(others.test_looks).toHaveLength(OLDER_RUNS)
  expect(rowsOf(runs!)).toMatchObject(rowsOf(runsBefore!).map((row) => ({ ...row, changes: '[]' })))
  expect(readStore(db).runs.detail('run1')?.changes).toEqual([])
  const change = { epoch: 900, step: 0, path: 'optimizer.learningRate', before: 0.01, after: 0.001 } as const
  writeStore(db).runs.setChanges('run1', [change])
  expect(readStore(db).runs.detail('run1')?.changes).toEqual([change])
  expect(readStore(db).runs.changes('run2')).toEqual([])

  const [first] = readStore(db).runs.list()
  expect(first).toMatchObject({ id: 'run8', experiment: null, isPinned: false, note: '', optimizer: 'adam' })
  const ends = (['loss', 'accuracy', 'val_loss', 'val_accuracy'] as const).map((name) =>
    readStore(db).runs.series('run8', name).at(-1),
  )
  expect(Object.values(first!.last!)).toEqual([...ends, null, null])
  db.close()
})
