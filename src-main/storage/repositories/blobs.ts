import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { GlassboxError } from '../../contract/errors.ts'

/** Content-addressed bytes: the same weights are stored once, however many runs hold them. */
export function blobStore(db: Database.Database) {
  const select = db.prepare<[string], { bytes: Buffer }>("SELECT bytes FROM blobs WHERE sha256 = ? AND codec = 'raw'")
  return {
    /** @throws {GlassboxError} `storage/damaged` when the bytes are gone or no longer match their hash. */
    read(sha256: string): Uint8Array<ArrayBuffer> {
      const bytes = select.get(sha256)?.bytes
      if (!bytes || hash(bytes) !== sha256)
        throw new GlassboxError('storage/damaged', 'Stored weights are damaged: their checksum does not match.', {
          hint: 'Use another checkpoint of this run, or train it again.',
          details: { sha256 },
        })
      return new Uint8Array(bytes)
    },
    /** @returns the sha-256 of the bytes. */
    write(bytes: Uint8Array): string {
      const sha256 = hash(bytes)
      db.prepare("INSERT INTO blobs (sha256, codec, size, bytes) VALUES (?, 'raw', ?, ?) ON CONFLICT DO NOTHING").run(
        sha256,
        bytes.byteLength,
        bytes,
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
  }
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
