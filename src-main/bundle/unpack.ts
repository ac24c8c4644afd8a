import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBundle } from './open.ts'

/** Writes the thumbnails of some data sets of a validated bundle as `<content hash>.webp`; those that are there stay. */
export function unpackThumbnails(file: string, folder: string, datasetIds: readonly string[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const bundle = openBundle(file)
  const select = bundle.prepare<[string], { content_sha256: string; webp: Buffer }>(
    `SELECT content_sha256, webp FROM thumbnails WHERE content_sha256 IN (SELECT content_sha256 FROM items WHERE dataset_id = ?)`,
  )
  try {
    for (const id of datasetIds)
      for (const { content_sha256, webp } of select.iterate(id)) {
        const target = join(folder, `${content_sha256}.webp`)
        if (existsSync(target)) continue
        const part = `${target}.${randomUUID()}.part`
        writeFileSync(part, webp, { mode: 0o600 })
        renameSync(part, target)
      }
  } finally {
    bundle.close()
  }
}
