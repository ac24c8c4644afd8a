import { statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { APPLICATION_ID, migrate } from '../../../src-main/storage/migrate.ts'
import { ensureHome, lockHome, openForReading, openForWriting } from '../../../src-main/storage/open.ts'
import { migrations } from '../../../src-main/storage/migrations/index.ts'
import { temporaryFolder } from '../support/temporary.ts'

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

test('a file of a newer Glassbox is refused and left as it is', async () => {
  const home = await temporaryFolder()
  const db = openForWriting(home)
  db.pragma('user_version = 999')
  db.close()
  expect(() => openForWriting(home)).toThrow(expect.objectContaining({ code: 'storage/newer' }))
  expect(() => openForReading(home)).toThrow(expect.objectContaining({ code: 'storage/newer' }))
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
