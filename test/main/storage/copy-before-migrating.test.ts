import { execFileSync } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { migrations } from '../../../src-main/storage/migrations/index.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { readStore } from '../../../src-main/storage/store.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { allRows } from './support/all-rows.ts'
import { OLDER_RUNS, writeOlderFile } from './support/older-file.ts'

const formats = ([1, 2, 3, 4] as const).filter((format) => format < migrations.length)

function rowsOf(file: string): { format: unknown; rows: ReturnType<typeof allRows> } {
  const db = new Database(file, { readonly: true })
  try {
    return { format: db.pragma('user_version', { simple: true }), rows: allRows(db) }
  } finally {
    db.close()
  }
}

test.each(formats)('a file of format %i is copied as it was, then brought up to date', async (format) => {
  const home = await temporaryFolder()
  writeOlderFile(home, format)
  const before = rowsOf(join(home, 'glassbox.sqlite'))
  expect(Object.values(before.rows).every((rows) => rows.length > 0)).toBe(true)

  const db = openForWriting(home)
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length)
  const after = allRows(db)
  const { datasets, runs } = readStore(db)
  expect(datasets.ids()).toHaveLength(2)
  expect(datasets.allItems('data2')).toHaveLength(400)
  expect(runs.list()).toHaveLength(OLDER_RUNS)
  expect(runs.detail('run3')).toMatchObject({ name: 'mlp-8 3', epochsDone: 2200, bestEpoch: 900 })
  expect(runs.series('run3', 'epoch').at(-1)).toBe(2200)
  expect(runs.weights('run3', 900)?.byteLength).toBe(12_000)
  db.close()
  for (const [table, rows] of Object.entries(before.rows)) expect(after[table]).toHaveLength(rows.length)

  const [name, ...others] = readdirSync(join(home, 'backups'))
  expect(others).toEqual([])
  expect(name).toMatch(new RegExp(`^glassbox-format${format}-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d\\.sqlite$`))
  const copy = join(home, 'backups', name!)
  expect(rowsOf(copy)).toEqual(before)
  expect(statSync(copy).mode & 0o777).toBe(0o600)
  expect(statSync(join(home, 'backups')).mode & 0o777).toBe(0o700)

  openForWriting(home).close()
  expect(readdirSync(join(home, 'backups'))).toEqual([name])
})

test('a migration that fails leaves the file as it was, and says where the copy is', async () => {
  const home = await temporaryFolder()
  writeOlderFile(home, 1)
  const file = join(home, 'glassbox.sqlite')
  const db = new Database(file)
  // The step to format 2 works, the one to format 3 meets a column of its own name.
  db.exec('ALTER TABLE datasets ADD COLUMN columns TEXT')
  db.close()
  const before = rowsOf(file)
  const copied = expect.objectContaining({
    code: 'storage/damaged',
    hint: expect.stringContaining('format1') as string,
  })
  expect(() => openForWriting(home)).toThrow(copied)
  expect(rowsOf(file)).toEqual(before)
})

test('without a copy there is no migration', async () => {
  const home = await temporaryFolder()
  writeOlderFile(home, 2)
  const before = rowsOf(join(home, 'glassbox.sqlite'))
  writeFileSync(join(home, 'backups'), 'in the way')
  expect(() => openForWriting(home)).toThrow()
  expect(rowsOf(join(home, 'glassbox.sqlite'))).toEqual(before)
})

test.skipIf(process.platform !== 'linux')('a disk too full for the copy refuses the migration', async (context) => {
  const home = await temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=5m', 'none', home], { stdio: 'pipe' })
  } catch (error) {
    console.warn(`skipped: ${context.task.name}: cannot mount a small disk here: ${String(error).split('\n')[0]}`)
    return context.skip()
  }
  onTestFinished(() => void execFileSync('umount', [home]))
  writeOlderFile(home, 2)
  const file = join(home, 'glassbox.sqlite')
  const before = rowsOf(file)
  expect(statSync(file).size).toBeGreaterThan(0)
  writeFileSync(join(home, 'ballast'), new Uint8Array(5 * 2 ** 20 - statSync(file).size - 400_000))
  expect(() => openForWriting(home)).toThrow(expect.objectContaining({ code: 'storage/disk-full' }))
  expect(rowsOf(file)).toEqual(before)
  expect(readdirSync(join(home, 'backups'))).toEqual([])
})
