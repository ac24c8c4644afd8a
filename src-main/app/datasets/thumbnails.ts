import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { StoredDataset, StoredItem } from '../../storage/repositories/datasets.ts'
import type { Places } from './places.ts'

/** The thumbnail of an item, made when it is first asked for and kept by the hash of the picture. */
export async function thumbnailOf(
  dataset: StoredDataset,
  item: StoredItem,
  places: Places,
  worker: DatasetWorker,
): Promise<Uint8Array> {
  const file = places.thumbnail(item.contentSha256)
  const kept = await readFile(file).catch(() => null)
  if (kept) return kept
  const bytes = await worker.thumbnail({ path: places.original(dataset, item) })
  // Keeping it is a convenience: a full disk must not hide the picture.
  await keep(file, bytes, places).catch(() => undefined)
  return bytes
}

async function keep(file: string, bytes: Uint8Array, places: Places): Promise<void> {
  await mkdir(places.thumbnails, { recursive: true, mode: 0o700 })
  const part = `${file}.${randomUUID()}.part`
  await writeFile(part, bytes)
  await rename(part, file)
}
