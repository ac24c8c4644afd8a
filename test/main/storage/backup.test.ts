import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { backupDatabase, listBackups } from '../../../src-main/storage/backups/backup.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { writeStore } from '../../../src-main/storage/store.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { allRows } from './support/all-rows.ts'
import { writeOlderFile } from './support/older-file.ts'

const DAY = 24 * 60 * 60 * 1000
const noon = Date.UTC(2026, 10, 30, 12)

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: noon }))
afterEach(() => void vi.useRealTimers())

async function open(): Promise<{ home: string; db: Database.Database }> {
  const home = await temporaryFolder()
  writeOlderFile(home, 3)
  return { home, db: openForWriting(home) }
}

const days = (home: string): string[] =>
  listBackups(home)
    .filter(({ format }) => format === null)
    .map(({ file }) => file)

test('a copy has every row, is one private file, and is made once a day when something has changed', async () => {
  const { home, db } = await open()
  const file = await backupDatabase(db, home, { keep: 7 })
  expect(file).toBe(join(home, 'backups', 'glassbox-2026-11-30T12-00-00.sqlite'))
  const rows = allRows(db)
  const copy = new Database(file!, { readonly: true })
  expect(allRows(copy)).toEqual(rows)
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(copy.pragma('journal_mode', { simple: true })).toBe('delete')
  copy.close()
  expect(statSync(file!).mode & 0o777).toBe(0o600)

  const { settings } = writeStore(db)
  settings.set({ theme: 'light' })
  vi.setSystemTime(noon + 3_600_000)
  expect(await backupDatabase(db, home, { keep: 7 })).toBeNull()
  vi.setSystemTime(noon + DAY)
  expect(await backupDatabase(db, home, { keep: 7 })).not.toBeNull()
  db.close()

  // Opening and closing changes nothing.
  vi.setSystemTime(noon + 2 * DAY)
  const again = openForWriting(home)
  expect(await backupDatabase(again, home, { keep: 7 })).toBeNull()
  again.close()
  expect(days(home)).toEqual(['glassbox-2026-12-01T12-00-00.sqlite', 'glassbox-2026-11-30T12-00-00.sqlite'])
})

test('the newest copies are kept, and those made before a migration beside them', async () => {
  const { home, db } = await open()
  const older = [1, 2, 3, 1].map((format, index) => `glassbox-format${format}-2025-01-0${index + 1}T00-00-00.sqlite`)
  await backupDatabase(db, home, { keep: 1 })
  for (const name of [...older, 'mine.sqlite']) writeFileSync(join(home, 'backups', name), 'old')
  for (let day = 1; day <= 9; day++) {
    vi.setSystemTime(noon + day * DAY)
    writeStore(db).settings.set({ day })
    await backupDatabase(db, home, { keep: 7 })
  }
  expect(days(home)).toHaveLength(7)
  expect(days(home).at(-1)).toBe('glassbox-2026-12-03T12-00-00.sqlite')
  const formats = listBackups(home).filter(({ format }) => format !== null)
  // One may have been made when the file was opened.
  expect(formats).toHaveLength(3)
  expect(older.slice(2).every((name) => formats.some(({ file }) => file === name))).toBe(true)
  expect(existsSync(join(home, 'backups', 'mine.sqlite'))).toBe(true)
  db.close()
})

test('what is saved while a copy is made is saved, and in the copy or not', async () => {
  const { home, db } = await open()
  db.exec('CREATE TABLE filling (x); INSERT INTO filling VALUES (zeroblob(20000000))')
  const { settings } = writeStore(db)
  const making = backupDatabase(db, home, { keep: 7 })
  let saves = 0
  let over = false
  void making.finally(() => (over = true))
  while (!over) {
    settings.set({ saves: ++saves })
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(saves).toBeGreaterThan(5)
  const copy = new Database((await making)!, { readonly: true })
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  copy.close()
  expect(db.prepare("SELECT value FROM settings WHERE key = 'saves'").pluck().get()).toBe(String(saves))
  db.close()
})

test('a process killed in the middle of a copy leaves the database sound, and the next copy is whole', async () => {
  const { home, db } = await open()
  db.exec('CREATE TABLE filling (x); INSERT INTO filling VALUES (zeroblob(20000000))')
  db.close()
  const source = join(import.meta.dirname, '../../../src-main/storage')
  const script = `
    const { openForWriting } = await import(${JSON.stringify(join(source, 'open.ts'))})
    const { backupDatabase } = await import(${JSON.stringify(join(source, 'backups/backup.ts'))})
    const db = openForWriting(${JSON.stringify(home)})
    void backupDatabase(db, ${JSON.stringify(home)}, { keep: 7 })
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    process.kill(process.pid, 'SIGKILL')`
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script])
  expect(signal).toBe('SIGKILL')
  expect(readdirSync(join(home, 'backups')).filter((name) => name.endsWith('.part'))).toHaveLength(1)
  expect(days(home)).toEqual([])

  const again = openForWriting(home)
  const file = await backupDatabase(again, home, { keep: 7 })
  const copy = new Database(file!, { readonly: true })
  expect(copy.prepare('SELECT length(x) FROM filling').pluck().get()).toBe(20_000_000)
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  copy.close()
  expect(readdirSync(join(home, 'backups')).filter((name) => name.includes('.part'))).toEqual([])
  again.close()
})
