import { GlassboxError } from '../../contract/errors.ts'
import { packPicture } from '../../datasets/arrays/single-picture.ts'
import { openCache } from '../../datasets/cache.ts'
import { drawnOriginal } from '../../datasets/drawn-folder.ts'
import { sha256 } from '../../datasets/hash.ts'
import { readPictureFile } from '../../datasets/read-picture.ts'
import type { StoredDataset, StoredItem } from '../../storage/repositories/datasets/stored.ts'
import { changed } from './changed.ts'
import type { Datasets } from './datasets.ts'
import type { Places } from './places.ts'

export interface OriginalServices {
  readonly datasets: Datasets
  readonly places: Places
}

/**
 * The bytes of an item's picture file, checked to be what was imported.
 * @throws {GlassboxError} `not-found` for a table, `picture/unreadable` when the file is gone, `dataset/changed` when it is
 *   another one now
 */
export async function originalOf(
  dataset: StoredDataset,
  item: StoredItem,
  { datasets, places }: OriginalServices,
): Promise<Uint8Array> {
  refuseTable(dataset)
  const original = dataset.files
    ? pictureInCache(await datasets.prepared(dataset, dataset.prepare), dataset, item)
    : dataset.builtIn
      ? drawnOriginal(dataset.builtIn, item.path)
      : await readPictureFile(
          places.original(dataset, { path: item.path, file: item.file, sha256: item.contentSha256 }),
        )
  if (sha256(original) !== item.contentSha256) throw changed(dataset)
  return original
}

/** @throws {GlassboxError} `not-found` */
export function refuseTable({ columns, name }: Pick<StoredDataset, 'columns' | 'name'>): void {
  if (columns) throw new GlassboxError('not-found', `"${name}" is a table: its rows are no pictures.`)
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
