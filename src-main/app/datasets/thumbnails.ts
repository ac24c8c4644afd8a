import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import type { DatasetWorker } from '../../datasets/client.ts'
import { sha256 } from '../../datasets/hash.ts'
import { readPictureFile } from '../../datasets/read-picture.ts'
import type { StoredDataset, StoredItem } from '../../storage/repositories/datasets.ts'
import { changed } from './datasets.ts'
import type { Places } from './places.ts'

/**
 * The thumbnail of an item, made when it is first asked for and kept by the hash of the picture.
 * @throws {GlassboxError} `picture/unreadable` when the original is gone, `dataset/changed` when it is another one now
 */
export async function thumbnailOf(
  dataset: StoredDataset,
  item: StoredItem,
  places: Places,
  worker: DatasetWorker,
): Promise<Uint8Array> {
  const file = places.thumbnail(item.contentSha256)
  const kept = await readFile(file).catch(() => null)
  if (kept) return kept
  const original = await readPictureFile(places.original(dataset, item))
  if (sha256(original) !== item.contentSha256) throw changed(dataset)
  const bytes = await worker.thumbnail({ bytes: original })
  // Keeping it is a convenience: a full disk must not hide the picture.
  await keep(file, bytes, places).catch(() => undefined)
  return bytes
}

async function keep(file: string, bytes: Uint8Array, places: Places): Promise<void> {
  await mkdir(places.thumbnails, { recursive: true, mode: 0o700 })
  const part = `${file}.${randomUUID()}.part`
  await writeFile(part, bytes, { mode: 0o600 })
  await rename(part, file)
}
