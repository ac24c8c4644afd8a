import { rm, stat } from 'node:fs/promises'
import { builtInPictures } from '../../../src-engine/data/pictures/built-in.ts'
import { builtInTable } from '../../../src-engine/data/tables/built-in.ts'
import { inputShape, PrepareSpec } from '../../../src-engine/spec/data.ts'
import { GlassboxError, type ErrorCode } from '../../contract/errors.ts'
import { exampleBytes } from '../../datasets/cache.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { JobOptions } from '../../datasets/each-picture.ts'
import type { ImportedDataset } from '../../datasets/import.ts'
import { importTable, writeRows } from '../../datasets/import-table.ts'
import type { SourceFile } from '../../datasets/picture-folder.ts'
import { itemsOfRows } from '../../datasets/table-rows.ts'
import type { StoredDataset } from '../../storage/repositories/datasets/stored.ts'
import type { ReadStore } from '../../storage/store.ts'
import type { Jobs } from '../jobs.ts'
import { newId } from '../ids.ts'
import { changed, neverHere, remade, tableChanged } from './changed.ts'
import { contentOf } from './content-of.ts'
import type { Places } from './places.ts'
import { sameItems } from './same-items.ts'

/** Reads the originals of a data set once more, to prepare them in another way or because a cache is gone. */
export class Originals {
  readonly #read: ReadStore
  readonly #worker: DatasetWorker
  readonly #jobs: Jobs
  readonly #places: Places
  /** Caches that are being made again, so that it happens once. */
  readonly #preparing = new Map<string, Promise<void>>()

  constructor(read: ReadStore, worker: DatasetWorker, jobs: Jobs, places: Places) {
    this.#read = read
    this.#worker = worker
    this.#jobs = jobs
    this.#places = places
  }

  /**
   * The cache file of the pictures prepared like this, or of a table's rows; made again when it is not there.
   * @throws {GlassboxError} `dataset/changed`, `cancelled`
   */
  async prepared(dataset: StoredDataset, prepare: PrepareSpec | null, signal?: AbortSignal): Promise<string> {
    const cacheFile = this.#places.cache(dataset.id, prepare)
    const bytes = exampleBytes(inputShape(prepare, dataset.columns?.length), prepare)
    if (!(await hasSize(cacheFile, dataset.itemCount * bytes)))
      await this.#prepareOnce(dataset, prepare, cacheFile, signal)
    return cacheFile
  }

  async #prepareOnce(
    dataset: StoredDataset,
    prepare: PrepareSpec | null,
    cacheFile: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const work = this.#preparing.get(cacheFile) ?? this.#prepareAgain(dataset, prepare, cacheFile, signal)
    this.#preparing.set(cacheFile, work)
    await work.finally(() => this.#preparing.delete(cacheFile))
  }

  async #prepareAgain(
    dataset: StoredDataset,
    prepare: PrepareSpec | null,
    cacheFile: string,
    stop: AbortSignal | undefined,
  ): Promise<void> {
    const again = (options: JobOptions): Promise<void> =>
      this.readAgain(dataset, prepare, cacheFile, options).then(async (found) => {
        const isSame = dataset.columns
          ? found.contentSha256 === dataset.contentSha256
          : sameItems(await this.#read.datasets.allItems(dataset.id), found.items)
        if (isSame) return
        await rm(cacheFile, { force: true })
        throw dataset.builtIn ? remade(dataset) : dataset.columns ? tableChanged(dataset) : changed(dataset)
      })
    // A built-in table is made in a moment.
    if (dataset.builtIn && dataset.columns) return again({ ...(stop && { signal: stop }) })
    return this.#jobs.run('prepare', dataset.name, (onProgress, cancel, pause) =>
      again({ onProgress, signal: stop ? AbortSignal.any([stop, cancel]) : cancel, pause }),
    )
  }

  /**
   * Reads the originals of a data set as they are now and prepares them into this file, whatever was known of them.
   * @returns what they hold now, to be held against what is stored
   * @throws {GlassboxError} `dataset/changed` when too many of them are gone, `cancelled`
   */
  async readAgain(
    dataset: StoredDataset,
    prepare: PrepareSpec | null,
    cacheFile: string,
    options: JobOptions,
  ): Promise<Pick<ImportedDataset, 'items' | 'contentSha256'>> {
    // Of a version without some of its pictures, files that hold many of them, and tables, are read in whole.
    const isPart = dataset.parentId !== null && (dataset.files !== null || dataset.columns !== null)
    if (!isPart) return this.#readAll(dataset, prepare, cacheFile, options)
    const whole = this.#places.newCache(newId())
    try {
      const found = await this.#readAll(dataset, prepare, whole, options)
      const kept = new Set((await this.#read.datasets.allItems(dataset.id)).map(({ path }) => path))
      const items = found.items.filter(({ path }) => kept.has(path))
      const itemBytes = exampleBytes(inputShape(prepare, dataset.columns?.length), prepare)
      const positions = Uint32Array.from(items, ({ position }) => position)
      const request = { from: whole, to: cacheFile, itemBytes, count: found.items.length, positions }
      await this.#worker.subset(request, options)
      return { items, contentSha256: contentOf(dataset.columns, found.classes, items) }
    } finally {
      await rm(whole, { force: true })
    }
  }

  async #readAll(
    dataset: StoredDataset,
    prepare: PrepareSpec | null,
    cacheFile: string,
    options: JobOptions,
  ): Promise<Pick<ImportedDataset, 'classes' | 'items' | 'contentSha256'>> {
    if (dataset.columns && dataset.files) return this.#readTable(dataset, dataset.files, cacheFile, options)
    if (dataset.columns) {
      const made = builtInTable(dataset.builtIn ?? '')
      if (!made) throw remade(dataset)
      writeRows(made, cacheFile)
      return importTable(made)
    }
    // Scaling happens after the cache; what pictures are standardized by may be measured on it.
    const unscaled = prepare && PrepareSpec.parse({ ...prepare, scale: undefined, statistics: undefined })
    const request = { prepare: unscaled, shares: dataset.split, cacheFile }
    const stored = await this.#read.datasets.allItems(dataset.id)
    if (dataset.builtIn !== null) {
      if (!builtInPictures(dataset.builtIn)) throw remade(dataset)
      const source = { drawn: dataset.builtIn, paths: stored.map(({ path }) => path) }
      return this.#worker.import({ ...request, source }, options)
    }
    if (dataset.root === '') throw neverHere(dataset)
    const originals =
      dataset.files ?? stored.map(({ path, file, contentSha256 }) => ({ path, file, sha256: contentSha256 }))
    const files = originals.map((one) => ({ path: one.path, file: this.#places.original(dataset, one) }))
    // A data set of before layouts were kept was read as they usually are.
    const { layout = 'usual' as const, file } = dataset.reading ?? {}
    const source = { files, layout, file }
    return this.#worker.import({ ...request, source }, options).catch((error: unknown) => {
      throw error instanceof GlassboxError && LOST_FILES.has(error.code) ? changed(dataset, error) : error
    })
  }

  async #readTable(
    dataset: StoredDataset,
    [file]: readonly SourceFile[],
    cacheFile: string,
    options: JobOptions,
  ): Promise<Pick<ImportedDataset, 'classes' | 'items' | 'contentSha256'>> {
    if (dataset.root === '' || !file) throw tableChanged(dataset)
    const table = { path: file.path, file: this.#places.original(dataset, file) }
    const request = { table, choice: dataset.reading?.table ?? {}, shares: dataset.split, cacheFile }
    const { classes, rows, items, contentSha256 } = await this.#worker
      .importTable(request, options)
      .catch((error: unknown) => {
        throw error instanceof GlassboxError && LOST_FILES.has(error.code) ? tableChanged(dataset, error) : error
      })
    return { classes, items: rows ? [...itemsOfRows(rows)] : items, contentSha256 }
  }
}

/** What an import of known pictures fails with when too many of them are gone, or are others now. */
const LOST_FILES: ReadonlySet<ErrorCode> = new Set([
  'dataset/no-pictures',
  'dataset/one-class',
  'dataset/no-classes',
  'dataset/idx-invalid',
  'dataset/file-invalid',
  'dataset/table-invalid',
  'dataset/not-found',
])

async function hasSize(file: string, size: number): Promise<boolean> {
  const facts = await stat(file).catch(() => null)
  return facts?.size === size
}
