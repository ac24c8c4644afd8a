import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { PrepareSpec } from '../../../src-engine/spec/data.ts'
import type { StoredDataset, StoredItem } from '../../storage/repositories/datasets.ts'

/** Where things of data sets lie in the home folder. */
export class Places {
  readonly #home: string

  constructor(home: string) {
    this.#home = home
  }

  /** Prepared pictures of a data set, one file for every way of preparing them. */
  cache(datasetId: string, prepare: PrepareSpec): string {
    const { size, channels, fit, invert } = prepare // scaling happens after the cache
    const name = createHash('sha256')
      .update(JSON.stringify([size, channels, fit, invert]))
      .digest('hex')
      .slice(0, 16)
    return join(this.#home, 'cache', `${datasetId}-${name}.u8`)
  }

  thumbnail(contentSha256: string): string {
    return join(this.#home, 'cache', 'thumbnails', `${contentSha256}.webp`)
  }

  get thumbnails(): string {
    return join(this.#home, 'cache', 'thumbnails')
  }

  /** Folders that are being sent, one each. */
  get incoming(): string {
    return join(this.uploads, 'incoming')
  }

  /** The folder of all prepared pictures. */
  get caches(): string {
    return join(this.#home, 'cache')
  }

  /** Uploaded files, each under the hash of its content: no name from outside ever becomes a name on this disk. */
  get uploads(): string {
    return join(this.#home, 'uploads')
  }

  upload(contentSha256: string): string {
    return join(this.uploads, contentSha256)
  }

  /** The original file of an item. */
  original(dataset: Pick<StoredDataset, 'folder'>, item: Pick<StoredItem, 'path' | 'contentSha256'>): string {
    return dataset.folder === null ? this.upload(item.contentSha256) : join(dataset.folder, ...item.path.split('/'))
  }
}
