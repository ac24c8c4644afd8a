import { createHash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type Database from 'better-sqlite3'
import { GlassboxError } from '../../contract/errors.ts'

/** Bytes as they are stored. */
export interface BlobRow {
  /** Of the bytes before the codec. */
  readonly sha256: string
  readonly codec: string
  /** Bytes before the codec. */
  readonly size: number
  readonly bytes: Buffer
}

/** What is tried before all of it: weights are much alike everywhere. */
const SAMPLE = 64 * 1024
/**
 * The share of the bytes that compressing has to save. Trained float32 weights give up 7–8 % and moments 10–15 %, for ten
 * times the work of storing them as they are, which trains meanwhile on the same cores; zeros and frozen parts give up all.
 */
const WORTH = 0.25

/** Content-addressed bytes: the same weights are stored once, however many runs hold them. */
export function blobStore(db: Database.Database) {
  const select = db.prepare<[string], BlobRow>('SELECT sha256, codec, size, bytes FROM blobs WHERE sha256 = ?')
  const known = db.prepare<[string], number>('SELECT 1 FROM blobs WHERE sha256 = ?').pluck()
  return {
    /** @throws {GlassboxError} `storage/damaged` when the bytes are gone or no longer match their hash. */
    read(sha256: string): Uint8Array<ArrayBuffer> {
      const row = select.get(sha256)
      const bytes = row ? openBlob(row) : null
      if (!bytes)
        throw new GlassboxError('storage/damaged', 'Stored weights are damaged: their checksum does not match.', {
          hint: 'Use another checkpoint of this run, or train it again.',
          details: { sha256 },
        })
      return bytes
    },
    /** @returns the sha-256 of the bytes. */
    write(bytes: Uint8Array): string {
      const sha256 = hash(bytes)
      if (known.get(sha256)) return sha256
      const packed = compress(bytes)
      db.prepare('INSERT INTO blobs (sha256, codec, size, bytes) VALUES (?, ?, ?, ?)').run(
        sha256,
        packed ? 'zstd' : 'raw',
        bytes.byteLength,
        packed ?? bytes,
      )
      return sha256
    },
    /** Deletes the given blobs unless a checkpoint still needs them. */
    collect(hashes: readonly (string | null)[]): void {
      const remove = db.prepare(
        `DELETE FROM blobs WHERE sha256 = @sha256
           AND NOT EXISTS (SELECT 1 FROM checkpoints WHERE weights_sha256 = @sha256)
           AND NOT EXISTS (SELECT 1 FROM checkpoints WHERE optimizer_sha256 = @sha256)`,
      )
      for (const sha256 of hashes) if (sha256) remove.run({ sha256 })
    },
    /**
     * Deletes every blob that no checkpoint needs.
     * @returns how many there were, and the bytes that they took
     */
    collectAll(): { count: number; bytes: number } {
      const gone = db
        .prepare<[], number>(
          `DELETE FROM blobs
           WHERE NOT EXISTS (SELECT 1 FROM checkpoints WHERE weights_sha256 = blobs.sha256)
             AND NOT EXISTS (SELECT 1 FROM checkpoints WHERE optimizer_sha256 = blobs.sha256)
           RETURNING length(bytes)`,
        )
        .pluck()
        .all()
      return { count: gone.length, bytes: gone.reduce((sum, size) => sum + size, 0) }
    },
  }
}

/** @returns the bytes of a row, or null when they no longer match their hash; no more is unpacked than its size. */
export function openBlob({ sha256, codec, size, bytes }: BlobRow): Uint8Array<ArrayBuffer> | null {
  try {
    const plain = codec === 'zstd' ? zstdDecompressSync(bytes, { maxOutputLength: size }) : bytes
    return plain.length === size && hash(plain) === sha256 ? new Uint8Array(plain) : null
  } catch {
    // What is no zstd, or would become larger.
    return null
  }
}

/** @returns null when it does not pay. */
function compress(bytes: Uint8Array): Buffer | null {
  const pays = (packed: Buffer, plain: Uint8Array): boolean => packed.length <= plain.length * (1 - WORTH)
  const sample = bytes.subarray(0, SAMPLE)
  const tried = pack(sample)
  if (sample.length === bytes.length) return pays(tried, bytes) ? tried : null
  if (!pays(tried, sample)) return null
  const packed = pack(bytes)
  return pays(packed, bytes) ? packed : null
}

/** Higher levels take longer and save nothing more. */
function pack(bytes: Uint8Array): Buffer {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
