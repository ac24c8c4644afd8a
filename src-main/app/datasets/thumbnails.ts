import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { writeIdx } from '../../../src-engine/data/idx.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { openCache } from '../../datasets/cache.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import { sha256 } from '../../datasets/hash.ts'
import { readPictureFile } from '../../datasets/read-picture.ts'
import type { StoredDataset, StoredItem } from '../../storage/repositories/datasets.ts'
import { changed } from './changed.ts'
import type { Datasets } from './datasets.ts'
import type { Places } from './places.ts'

export interface ThumbnailServices {
  readonly datasets: Datasets
  readonly places: Places
  readonly worker: DatasetWorker
}

/**
 * The thumbnail of an item, made when it is first asked for and kept by the hash of the picture.
 * @throws {GlassboxError} `picture/unreadable` when the original is gone, `dataset/changed` when it is another one now
 */
export async function thumbnailOf(
  dataset: StoredDataset,
  item: StoredItem,
  { datasets, places, worker }: ThumbnailServices,
): Promise<Uint8Array> {
  if (dataset.columns) throw new GlassboxError('not-found', `"${dataset.name}" is a table: its rows are no pictures.`)
  const file = places.thumbnail(item.contentSha256)
  const kept = await readFile(file).catch(() => null)
  if (kept) return kept
  const original = dataset.files
    ? pictureInCache(await datasets.prepared(dataset, dataset.prepare), dataset, item)
    : await readPictureFile(places.original(dataset, { path: item.path, file: item.file, sha256: item.contentSha256 }))
  if (sha256(original) !== item.contentSha256) throw changed(dataset)
  const bytes = await worker.thumbnail({ bytes: original })
  // Keeping it is a convenience: a full disk must not hide the picture.
  await keep(file, bytes, places).catch(() => undefined)
  return bytes
}

/** IDX pictures are prepared as they are, so the cache holds them, and their large files need not be unpacked. */
function pictureInCache(cacheFile: string, { itemCount }: StoredDataset, item: StoredItem): Uint8Array {
  const { position, width, height } = item
  const values = new Uint8Array(width * height)
  const cache = openCache(cacheFile, values.length, itemCount)
  try {
    cache.read(position, values)
  } finally {
    cache.close()
  }
  return writeIdx({ shape: [height, width], values })
}

async function keep(file: string, bytes: Uint8Array, places: Places): Promise<void> {
  await mkdir(places.thumbnails, { recursive: true, mode: 0o700 })
  const part = `${file}.${randomUUID()}.part`
  await writeFile(part, bytes, { mode: 0o600 })
  await rename(part, file)
}
