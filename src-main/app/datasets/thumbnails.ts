import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { GlassboxError } from '../../contract/errors.ts'
import { packPicture } from '../../datasets/arrays/single-picture.ts'
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
  services: ThumbnailServices,
): Promise<Uint8Array> {
  const { places, worker } = services
  if (dataset.columns) throw new GlassboxError('not-found', `"${dataset.name}" is a table: its rows are no pictures.`)
  const file = places.thumbnail(item.contentSha256)
  const kept = await readFile(file).catch(() => null)
  if (kept) return kept
  const original = await originalOf(dataset, item, services)
  const bytes = await worker.thumbnail({ bytes: original })
  // Keeping it is a convenience: a full disk must not hide the picture.
  await keep(file, bytes, places).catch(() => undefined)
  return bytes
}

/**
 * The bytes that the content hash of an item is of: its file, or what a picture of a file of many is when it is alone.
 * @throws {GlassboxError} `picture/unreadable` when the original is gone, `dataset/changed` when it is another one now
 */
async function originalOf(
  dataset: StoredDataset,
  item: StoredItem,
  { datasets, places }: Pick<ThumbnailServices, 'datasets' | 'places'>,
): Promise<Uint8Array> {
  const original = dataset.files
    ? pictureInCache(await datasets.prepared(dataset, dataset.prepare), dataset, item)
    : await readPictureFile(places.original(dataset, { path: item.path, sha256: item.contentSha256 }))
  if (sha256(original) !== item.contentSha256) throw changed(dataset)
  return original
}

/** Pictures of files that hold many are prepared as they are, so the cache holds them, and no large file is unpacked. */
function pictureInCache(cacheFile: string, { itemCount, prepare }: StoredDataset, item: StoredItem): Uint8Array {
  const { position, width, height } = item
  const channels = prepare?.channels === 'rgb' ? 3 : 1
  const values = new Uint8Array(width * height * channels)
  const cache = openCache(cacheFile, values.length, itemCount)
  try {
    cache.read(position, values)
  } finally {
    cache.close()
  }
  return packPicture(values, { width, height, channels })
}

async function keep(file: string, bytes: Uint8Array, places: Places): Promise<void> {
  await mkdir(places.thumbnails, { recursive: true, mode: 0o700 })
  const part = `${file}.${randomUUID()}.part`
  await writeFile(part, bytes, { mode: 0o600 })
  await rename(part, file)
}
