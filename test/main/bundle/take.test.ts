import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { BUNDLE_ID, columnsOf, schemaOf, TABLES } from '../../../src-main/bundle/format.ts'
import { sealOf } from '../../../src-main/bundle/seal.ts'
import { validateBundle } from '../../../src-main/bundle/validate.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { writeBundles } from '../../../src-main/storage/repositories/bundles.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { soundBundle } from './survives.ts'

test('an import that ends in its middle leaves nothing, and the next one is whole', async () => {
  const file = join(await temporaryFolder(), 'sound.glassbox')
  await writeFile(file, await soundBundle())
  const db = openForWriting(await temporaryFolder())
  const counts = (): unknown[] =>
    ['datasets', 'items', 'blobs', 'runs', 'metric_chunks', 'checkpoints'].map((table) =>
      db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    )
  const bundles = writeBundles(db)
  for (const table of ['items', 'runs', 'blobs', 'metric_chunks', 'checkpoints']) {
    db.exec(`CREATE TEMP TRIGGER full AFTER INSERT ON ${table} BEGIN SELECT raise(ABORT, 'no space'); END`)
    expect(() => bundles.take(file, []), table).toThrow('no space')
    db.exec('DROP TRIGGER full')
    expect(counts(), table).toEqual([0, 0, 0, 0, 0, 0])
  }
  expect(bundles.take(file, []).runs.map(({ added }) => added)).toEqual([true, true, true])
  expect(counts()).toEqual([1, 17, 3, 3, 36, 6])
  db.close()
})

/** The same as a program of an older format wrote it. */
function asOlder(format: number, newer: string, file: string): void {
  const db = new Database(file)
  db.pragma(`application_id = ${BUNDLE_ID}`)
  db.pragma(`user_version = ${format}`)
  db.exec(schemaOf(format))
  db.prepare('ATTACH ? AS newer').run(newer)
  db.pragma('foreign_keys = OFF')
  for (const table of TABLES) {
    const columns = columnsOf(table, format)
      .map((column) => `"${column}"`)
      .join(', ')
    db.exec(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM newer.${table}`)
  }
  db.exec('DETACH newer')
  db.prepare('INSERT INTO seal (sha256) VALUES (?)').run(sealOf(db))
  db.close()
}

test('a file of format 1 is still read, and what it does not know is as it was then', async () => {
  const folder = await temporaryFolder()
  const newer = join(folder, 'newer.glassbox')
  await writeFile(newer, await soundBundle())
  const file = join(folder, 'older.glassbox')
  asOlder(1, newer, file)
  await validateBundle(file, { onProgress: () => undefined, isCancelled: () => false })
  const db = openForWriting(await temporaryFolder())
  expect(
    writeBundles(db)
      .take(file, [])
      .runs.map(({ added }) => added),
  ).toEqual([true, true, true])
  expect(db.prepare('SELECT task, reading, version FROM datasets').all()).toEqual([
    { task: 'classification', reading: null, version: 1 },
  ])
  expect(db.prepare('SELECT DISTINCT target, perceptual_hash, traits FROM items').all()).toEqual([
    { target: null, perceptual_hash: null, traits: null },
  ])
  // The same runs of both formats are the same runs.
  expect(
    writeBundles(db)
      .take(newer, [])
      .runs.map(({ added }) => added),
  ).toEqual([false, false, false])
  db.close()
})

test('a file of format 2 has runs that were never changed; of format 3 the changes come along', async () => {
  const folder = await temporaryFolder()
  const newer = join(folder, 'newer.glassbox')
  await writeFile(newer, await soundBundle())
  const file = join(folder, 'older.glassbox')
  asOlder(2, newer, file)
  await validateBundle(file, { onProgress: () => undefined, isCancelled: () => false })
  const db = openForWriting(await temporaryFolder())
  writeBundles(db).take(file, [])
  expect(db.prepare('SELECT DISTINCT changes FROM runs').pluck().all()).toEqual(['[]'])

  const change = { epoch: 1, step: 2, path: 'optimizer.learningRate', before: 0.01, after: 0.001 }
  const reseal = (changes: readonly object[]): void => {
    const bundle = new Database(newer)
    bundle.prepare('UPDATE runs SET changes = ? WHERE position = 0').run(JSON.stringify(changes))
    bundle.prepare('UPDATE seal SET sha256 = ?').run(sealOf(bundle))
    bundle.close()
  }
  const validate = (): Promise<void> => validateBundle(newer, { onProgress: () => undefined, isCancelled: () => false })
  reseal([change, change])
  await expect(validate()).rejects.toThrow('are not in order')
  reseal([{ ...change, after: -1 }])
  await expect(validate()).rejects.toThrow('A row of "runs"')
  reseal([change])
  await validate()
  // One that was changed is another run.
  expect(
    writeBundles(db)
      .take(newer, [])
      .runs.map(({ added }) => added),
  ).toEqual([true, false, false])
  expect(db.prepare('SELECT changes FROM runs ORDER BY number DESC').pluck().get()).toBe(JSON.stringify([change]))
  db.close()
})

test('what the doctor knows of pictures comes along', async () => {
  const file = join(await temporaryFolder(), 'sound.glassbox')
  await writeFile(file, await soundBundle())
  const bundle = new Database(file, { readonly: true })
  const facts = 'SELECT perceptual_hash, traits FROM items ORDER BY position'
  const written = bundle.prepare<[], { perceptual_hash: string }>(facts).all()
  bundle.close()
  expect(written.every(({ perceptual_hash }) => /^[0-9a-f]{16}$/.test(perceptual_hash))).toBe(true)
  const db = openForWriting(await temporaryFolder())
  writeBundles(db).take(file, [])
  expect(db.prepare(facts).all()).toEqual(written)
  db.close()
})
