import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
