import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DEFAULT_BACKGROUND, type PrepareSpec } from '../../../src-engine/spec/data.ts'
import type { SourceFile } from '../../datasets/picture-folder.ts'
import type { StoredDataset } from '../../storage/repositories/datasets/stored.ts'

/** Where things of data sets lie in the home folder. */
export class Places {
  readonly #home: string

  constructor(home: string) {
    this.#home = home
  }

  /** Prepared pictures of a data set, one file for every way of preparing them; or the rows of a table. */
  cache(datasetId: string, prepare: PrepareSpec | null): string {
    if (!prepare) return join(this.#home, 'cache', `${datasetId}-rows.f32`)
    const { size, channels, fit, invert } = prepare // scaling happens after the cache
    const background = prepare.background?.toLowerCase() ?? DEFAULT_BACKGROUND
    // Caches of before there was a choice keep their names.
    const parts = [size, channels, fit, invert, ...(background === DEFAULT_BACKGROUND ? [] : [background])]
    const name = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
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

  /** Where an import writes prepared pictures until it is known how they are prepared. */
  newCache(datasetId: string): string {
    return join(this.#home, 'cache', `${datasetId}-new.u8`)
  }

  /** What an unfinished import has done so far. */
  journal(key: string): string {
    return join(this.#home, 'cache', `${key}.import`)
  }

  /** An original file of a data set, by its place in it and the hash of its content. */
  original({ folder }: Pick<StoredDataset, 'folder'>, { path, file = path, sha256 }: SourceFile): string {
    return folder === null ? this.upload(sha256) : join(folder, ...file.split('/'))
  }
}
