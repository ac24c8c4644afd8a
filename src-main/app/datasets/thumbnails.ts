import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import type { DatasetWorker } from '../../datasets/client.ts'
import { DISPLAY_SIDE } from '../../datasets/display.ts'
import type { StoredDataset, StoredItem } from '../../storage/repositories/datasets/stored.ts'
import { originalOf, refuseTable, type OriginalServices } from './original-of.ts'
import type { Places } from './places.ts'

export interface ThumbnailServices extends OriginalServices {
  readonly worker: DatasetWorker
}

/**
 * The thumbnail of an item, made when it is first asked for and kept by the hash of the picture.
 * @throws {GlassboxError} `picture/unreadable` when the original is gone, `dataset/changed` when it is another one now
 */
export async function thumbnailOf(
  dataset: StoredDataset,
  item: StoredItem,
  services: ThumbnailServices,
): Promise<Uint8Array> {
  refuseTable(dataset)
  const { places, worker } = services
  const file = places.thumbnail(item.contentSha256)
  const kept = await readFile(file).catch(() => null)
  if (kept) return kept
  const original = await originalOf(dataset, item, services)
  const bytes = await worker.thumbnail({ bytes: original })
  // Keeping it is a convenience: a full disk must not hide the picture.
  await keep(file, bytes, places).catch(() => undefined)
  return bytes
}

/** The picture large enough to be looked at alone; made anew each time, because a page keeps it. */
export async function displayOf(
  dataset: StoredDataset,
  item: StoredItem,
  services: ThumbnailServices,
): Promise<Uint8Array> {
  return services.worker.thumbnail({ bytes: await originalOf(dataset, item, services) }, DISPLAY_SIDE)
}

async function keep(file: string, bytes: Uint8Array, places: Places): Promise<void> {
  await mkdir(places.thumbnails, { recursive: true, mode: 0o700 })
  const part = `${file}.${randomUUID()}.part`
  await writeFile(part, bytes, { mode: 0o600 })
  await rename(part, file)
}
