import { basename, resolve } from 'node:path'
import { assignSplits } from '../../../src-engine/data/split.ts'
import { SplitName, type DataSpec, type PrepareSpec, type SplitShares } from '../../../src-engine/spec/data.ts'
import type { CommandArguments, CommandOutput } from '../../contract/contract.ts'
import { GlassboxError } from '../../contract/errors.ts'
import type { TablePreview, UnfinishedImport } from '../../contract/types.ts'
import { exampleBytes, openCache } from '../../datasets/cache.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { JobOptions } from '../../datasets/each-picture.ts'
import type { ImportedDataset } from '../../datasets/import.ts'
import type { Examples } from '../../inference/messages.ts'
import type { ItemLabels } from '../../storage/repositories/datasets/labels.ts'
import type { StoredDataset, StoredItem } from '../../storage/repositories/datasets/stored.ts'
import type { ReadStore, WriteStore } from '../../storage/store.ts'
import type { Jobs } from '../jobs.ts'
import { Imports } from './imports.ts'
import { removeLeftovers } from './leftovers.ts'
import { Originals } from './originals.ts'
import type { Places } from './places.ts'
import { Unfinished } from './unfinished.ts'
import type { Uploads } from './uploads.ts'

/** Data sets: taken in once, found again, and made ready for a run. */
export class Datasets {
  readonly #read: ReadStore
  readonly #places: Places
  readonly #uploads: Uploads
  readonly #worker: DatasetWorker
  readonly #imports: Imports
  readonly #unfinished: Unfinished
  readonly #originals: Originals

  constructor(read: ReadStore, worker: DatasetWorker, jobs: Jobs, places: Places, uploads: Uploads) {
    this.#read = read
    this.#places = places
    this.#uploads = uploads
    this.#worker = worker
    this.#unfinished = new Unfinished(places)
    this.#imports = new Imports(read, worker, places, uploads, this.#unfinished)
    this.#originals = new Originals(read, worker, jobs, places)
  }

  /** @throws {GlassboxError} `not-found` */
  async get(id: string): Promise<StoredDataset> {
    const dataset = await this.#read.datasets.get(id)
    if (!dataset)
      throw new GlassboxError('not-found', `There is no data set "${id}".`, {
        hint: 'Choose one from the Data view, or name a folder.',
      })
    return dataset
  }

  /** How a table would be read; see `csv/preview.ts`. */
  async previewTable({ source, choice = {} }: CommandArguments<'datasets/table-preview'>): Promise<TablePreview> {
    if ('file' in source)
      return this.#worker.previewTable({ file: resolve(source.file), name: basename(source.file), choice })
    const [table, ...others] = await this.#uploads.peek(source.uploadId)
    if (!table || others.length > 0)
      throw new GlassboxError('upload/invalid', 'A table is one file.', { hint: 'Choose one file at a time.' })
    return this.#worker.previewTable({ file: table.file, name: basename(table.path), choice })
  }

  /** @returns the id of the data set, which may have been there already. */
  import(write: WriteStore, input: CommandArguments<'datasets/import'>, options: JobOptions): Promise<string> {
    return this.#imports.import(write, input, options)
  }

  /**
   * The examples of every split, ready to be read; decodes the originals again when they were never prepared like this.
   * @throws {GlassboxError} `dataset/changed`, `cancelled`
   */
  async examples(
    dataset: StoredDataset,
    data: Pick<DataSpec, 'prepare' | 'split'>,
    signal?: AbortSignal,
  ): Promise<Record<SplitName, Examples>> {
    return this.examplesIn(await this.prepared(dataset, data.prepare, signal), dataset, data)
  }

  /** The same from a cache file that is already there. */
  async examplesIn(
    cacheFile: string,
    dataset: StoredDataset,
    data: Pick<DataSpec, 'split'>,
  ): Promise<Record<SplitName, Examples>> {
    const { labels, splits, targets } = sameShares(data.split, dataset.split)
      ? await this.#read.datasets.labels(dataset.id)
      : divided(await this.#read.datasets.allItems(dataset.id), data.split)
    const places = new Uint32Array(labels.length).map((_, position) => position)
    const of = (name: SplitName): Examples => {
      const code = SplitName.options.indexOf(name)
      const positions = places.filter((position) => splits[position] === code)
      const items = {
        ...{ positions, labels: positions.map((position) => labels[position]!) },
        ...(targets && { targets: Float64Array.from(positions, (position) => targets[position]!) }),
      }
      return { cacheFile, itemCount: labels.length, items }
    }
    return { train: of('train'), validation: of('validation'), test: of('test') }
  }

  /** @throws {GlassboxError} `not-found` */
  async item({ id, name, columns }: StoredDataset, position: number): Promise<StoredItem> {
    const item = await this.#read.datasets.item(id, position)
    if (!item) throw new GlassboxError('not-found', `"${name}" has no ${columns ? 'row' : 'picture'} ${position}.`)
    return item
  }

  allItems(id: string): Promise<StoredItem[]> {
    return this.#read.datasets.allItems(id)
  }

  /** The cache file of the pictures prepared like this; see `Originals`. */
  prepared(dataset: StoredDataset, prepare: PrepareSpec | null, signal?: AbortSignal): Promise<string> {
    return this.#originals.prepared(dataset, prepare, signal)
  }

  /** Prepares the originals into this file as they are now; see `Originals`. */
  readAgain(
    dataset: StoredDataset,
    prepare: PrepareSpec | null,
    cacheFile: string,
    options: JobOptions,
  ): Promise<Pick<ImportedDataset, 'items' | 'contentSha256'>> {
    return this.#originals.readAgain(dataset, prepare, cacheFile, options)
  }

  /**
   * Rows of a table with their values, (items, columns).
   * @throws {GlassboxError} `not-found` for pictures
   */
  async rows(id: string, place: { offset: number; limit: number }): Promise<CommandOutput<'datasets/rows'>> {
    const dataset = await this.get(id)
    const { columns, itemCount } = dataset
    if (!columns) throw new GlassboxError('not-found', `"${dataset.name}" has no rows: it is made of pictures.`)
    const { total, items } = await this.#read.datasets.items(id, place)
    const values = new Float32Array(items.length * columns.length)
    const bytes = new Uint8Array(values.buffer)
    const cache = openCache(await this.prepared(dataset, null), exampleBytes([columns.length], null), itemCount)
    try {
      for (const [row, { position }] of items.entries()) cache.read(position, bytes.subarray(row * cache.itemSize))
    } finally {
      cache.close()
    }
    return { total, items, values }
  }

  /** Imports that can go on where they stood, newest first. */
  unfinished(): Promise<UnfinishedImport[]> {
    return this.#unfinished.list()
  }

  /** @throws {GlassboxError} `not-found` */
  discardUnfinished(key: string): Promise<void> {
    return this.#unfinished.discard(key)
  }

  /** Removes what processes that were killed left behind and nobody will go on with. */
  async removeLeftovers(): Promise<void> {
    await removeLeftovers(this.#read, this.#places, this.#uploads)
    await this.#unfinished.removeOld()
  }
}

function divided(items: readonly StoredItem[], shares: SplitShares): ItemLabels {
  const splits = assignSplits(items, shares)
  return {
    labels: Uint32Array.from(items, ({ classIndex }) => classIndex),
    splits: Uint8Array.from(splits, (split) => SplitName.options.indexOf(split)),
    ...(items.some(({ target }) => target !== null) && {
      targets: Float64Array.from(items, ({ target }) => target ?? NaN),
    }),
  }
}

const sameShares = (a: SplitShares, b: SplitShares): boolean => a.every((share, index) => share === b[index])
