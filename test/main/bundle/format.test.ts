import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { BUNDLE_FORMAT, COLUMNS, schemaOf } from '../../../src-main/bundle/format.ts'
import { buildBundle } from '../../../src-main/bundle/build.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { fillHome } from './home.ts'

const document = join(import.meta.dirname, '../../../docs/file-format.md')

test('a bundle is read with the very queries of the document about it', async () => {
  const { home, runIds, weights, losses } = await fillHome()
  const file = join(await temporaryFolder(), 'x.glassbox')
  const options = { onProgress: () => undefined, isCancelled: () => false }
  buildBundle(file, { home, runIds, thumbnails: [], withPaths: false }, options)
  const blocks = [...(await readFile(document, 'utf8')).matchAll(/^```sql\n(.*?)^```$/gms)].map(
    (match) => match[1] ?? '',
  )
  expect(blocks).toHaveLength(6)
  const [kind = '', schema = '', runs = '', loss = '', last = '', items = ''] = blocks
  expect(schema).toBe(schemaOf(BUNDLE_FORMAT).trimStart())

  const db = new Database(file, { readonly: true })
  expect(db.prepare(kind).all()).toEqual([{ application_id: 1_195_530_306, user_version: 3 }])
  expect(Buffer.from('GBXB').readUInt32BE()).toBe(1_195_530_306)
  const row = { epochs_done: 1500, optimizer: 'adam', tags: 'best one, paper' }
  expect(db.prepare(runs).all()).toEqual([
    { ...row, id: runIds[0], name: 'run 0', status: 'completed' },
    { ...row, id: runIds[1], name: 'run 1', status: 'failed', epochs_done: 3000 },
    { ...row, id: runIds[2], name: 'run 2', status: 'running' },
  ])
  expect(db.prepare(loss).all()).toEqual([{ val_loss: (losses.at(-1) ?? 0) * 1.5 }])
  const { bytes, ...weightsRow } = db.prepare<[], { bytes: Buffer; sha256: string }>(last).get()!
  const expected = Buffer.from(weights.buffer)
  const sha256 = createHash('sha256').update(expected).digest('hex')
  expect(weightsRow).toEqual({ epoch: 1500, step: 0, sha256, codec: 'zstd', size: expected.length })
  expect(zstdDecompressSync(bytes).equals(expected)).toBe(true)
  expect(db.prepare(items).all()).toEqual([
    { name: 'my pictures', class: 'bars', items: 9, thumbnails: 0 },
    { name: 'my pictures', class: 'lines', items: 8, thumbnails: 0 },
  ])

  // The seal, as the document says it is made.
  const hash = createHash('sha256')
  const order = /follow in the order (.*?), their rows/s.exec(await readFile(document, 'utf8'))?.[1] ?? ''
  const tables = [...order.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? '')
  expect(tables).toEqual(Object.keys(COLUMNS))
  for (const table of tables) {
    const columns = db.pragma(`table_info(${table})`) as { name: string; pk: number }[]
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
    const by = table === 'runs' ? 'position' : key.map(({ name }) => name).join(', ')
    for (const one of db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY ${by}`).iterate()) {
      if (table === 'blobs') delete one.bytes
      const values = Object.values(one).map((value) =>
        Buffer.isBuffer(value) ? createHash('sha256').update(value).digest('hex') : value,
      )
      hash.update(`${JSON.stringify([table, ...values])}\n`)
    }
  }
  expect(db.prepare('SELECT sha256 FROM seal').pluck().get()).toBe(hash.digest('hex'))
  db.close()
})
