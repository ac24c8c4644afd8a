import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createRng } from '../../../src-engine/train/rng.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { blobStore, openBlob, type BlobRow } from '../../../src-main/storage/repositories/blobs.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { insertCheckpoint } from './support/insert-checkpoint.ts'

const open = async (): Promise<Database.Database> => openForWriting(await temporaryFolder())
const row = (db: Database.Database, sha256: string): BlobRow =>
  db.prepare<[string], BlobRow>('SELECT * FROM blobs WHERE sha256 = ?').get(sha256)!

/** He-normal weights, as layers begin with. */
function weights(count: number, seed = 1): Uint8Array {
  const rng = createRng(seed, 'data')
  return new Uint8Array(Float32Array.from({ length: count }, () => rng.normal() * 0.05).buffer)
}

/** Every third number is one that nothing has moved. */
function frozen(count: number, seed = 1): Uint8Array {
  const floats = new Float32Array(weights(count, seed).buffer)
  return new Uint8Array(floats.map((value, index) => (index % 3 === 0 ? value : 0)).buffer)
}

test('bytes come back as they were, compressed where that pays', async () => {
  const db = await open()
  const blobs = blobStore(db)
  const rng = createRng(2, 'data')
  const noise = Uint8Array.from({ length: 200_000 }, () => rng.below(256))
  const half = Uint8Array.from([...noise.subarray(0, 100_000), ...new Uint8Array(100_000)])
  for (const [bytes, codec] of [
    [new Uint8Array(0), 'raw'],
    [Uint8Array.of(1, 2, 3), 'raw'],
    [new Uint8Array(400_000), 'zstd'],
    [frozen(50_000), 'zstd'],
    [weights(50_000), 'raw'], // a few per cent are not worth the work
    [noise, 'raw'],
    [half, 'raw'], // its beginning says that it does not pay
  ] as const) {
    const sha256 = blobs.write(bytes)
    const stored = row(db, sha256)
    expect([stored.codec, stored.size]).toEqual([codec, bytes.length])
    expect(blobs.read(sha256)).toEqual(new Uint8Array(bytes))
    // Any zstd reads it.
    if (codec === 'zstd') {
      expect(stored.bytes.length).toBeLessThan(bytes.length * 0.95)
      expect(new Uint8Array(zstdDecompressSync(stored.bytes))).toEqual(new Uint8Array(bytes))
    }
  }
  const again = blobs.write(weights(50_000))
  expect(db.prepare('SELECT count(*) FROM blobs WHERE sha256 = ?').pluck().get(again)).toBe(1)
})

test('no damage to compressed weights goes unnoticed', async () => {
  const db = await open()
  const blobs = blobStore(db)
  const sha256 = blobs.write(frozen(20_000))
  const good = row(db, sha256)
  const rng = createRng(3, 'data')
  const damaged = expect.objectContaining({ code: 'storage/damaged' })
  for (let i = 0; i < 60; i++) {
    const bytes = Buffer.from(good.bytes)
    const at = rng.below(bytes.length)
    bytes[at]! ^= 1 + rng.below(255)
    // A change of what the frame says beside its content may leave the content as it was.
    const opened = openBlob({ ...good, bytes })
    if (opened) expect(opened).toEqual(new Uint8Array(frozen(20_000)))
    expect(openBlob({ ...good, bytes: good.bytes.subarray(0, at) })).toBeNull()
  }
  for (const size of [0, good.size - 1, good.size + 1, 2 ** 52]) expect(openBlob({ ...good, size })).toBeNull()
  db.prepare('DELETE FROM blobs').run()
  expect(() => blobs.read(sha256)).toThrow(damaged)
})

test('no more is unpacked than the row says', async () => {
  const bomb = zstdCompressSync(new Uint8Array(512 * 2 ** 20))
  expect(bomb.length).toBeLessThan(100_000)
  const before = process.memoryUsage().arrayBuffers
  expect(openBlob({ sha256: '0', codec: 'zstd', size: 1000, bytes: bomb })).toBeNull()
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 2 ** 20)
})

test('what no checkpoint needs is deleted, and nothing else', async () => {
  const db = await open()
  db.pragma('foreign_keys = OFF')
  const blobs = blobStore(db)
  const [kept, moments, loose, other] = [1, 2, 3, 4].map((seed) => blobs.write(weights(1000, seed)))
  insertCheckpoint(db, 'run1', kept!, moments!)
  const taken = row(db, loose!).bytes.length + row(db, other!).bytes.length
  expect(blobs.collectAll()).toEqual({ count: 2, bytes: taken })
  expect(db.prepare('SELECT sha256 FROM blobs ORDER BY sha256').pluck().all()).toEqual([kept, moments].sort())
  expect(blobs.collectAll()).toEqual({ count: 0, bytes: 0 })
})
