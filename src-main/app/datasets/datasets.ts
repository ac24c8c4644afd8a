import { existsSync } from 'node:fs'
import { readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { assignSplits } from '../../../src-engine/data/split.ts'
import { builtIn, BUILT_INS } from '../../../src-engine/data/tables/built-in.ts'
import { inputShape, PrepareSpec, SplitName, SplitShares, type DataSpec } from '../../../src-engine/spec/data.ts'
import type { CommandArguments, CommandOutput } from '../../contract/contract.ts'
import { GlassboxError, type ErrorCode } from '../../contract/errors.ts'
import { cancelled } from '../../datasets/cancelled.ts'
import { exampleBytes, openCache } from '../../datasets/cache.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { JobOptions } from '../../datasets/each-picture.ts'
import type { ImportedDataset } from '../../datasets/import.ts'
import { importTable, writeRows } from '../../datasets/import-table.ts'
import { rootError, type ListedFile } from '../../datasets/list-files.ts'
import type { Examples } from '../../inference/messages.ts'
import type { ItemLabels, StoredDataset, StoredItem } from '../../storage/repositories/datasets.ts'
import type { ReadStore, WriteStore } from '../../storage/store.ts'
import { newId } from '../ids.ts'
import type { Jobs } from '../jobs.ts'
import { folderFingerprint } from './fingerprint.ts'
import type { Places } from './places.ts'
import type { ClaimedUpload, Uploads } from './uploads.ts'

type ImportArguments = CommandArguments<'datasets/import'>

/** Where pictures come from, and what the data set will be called. */
interface Origin {
  readonly name: string
  readonly folder: string | null
  readonly builtIn: string | null
  readonly root: string
  readonly fingerprint: string
  readonly upload: ClaimedUpload | null
}

/** Data sets: taken in once, found again, and made ready for a run. */
export class Datasets {
  readonly #read: ReadStore
  readonly #worker: DatasetWorker
  readonly #jobs: Jobs
  readonly #places: Places
  readonly #uploads: Uploads
  /** Caches that are being made again, so that it happens once. */
  readonly #preparing = new Map<string, Promise<void>>()
  /** The import that is being stored. */
  #storing: Promise<unknown> = Promise.resolve()

  constructor(read: ReadStore, worker: DatasetWorker, jobs: Jobs, places: Places, uploads: Uploads) {
    this.#read = read
    this.#worker = worker
    this.#jobs = jobs
    this.#places = places
    this.#uploads = uploads
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

  /** @returns the id of the data set, which may have been there already. */
  async import(write: WriteStore, { source }: ImportArguments, options: JobOptions): Promise<string> {
    if ('builtIn' in source) return this.#takeBuiltIn(write, source.builtIn, options)
    if ('uploadId' in source) {
      const upload = await this.#uploads.claim(source.uploadId)
      const origin = {
        name: source.name,
        folder: null,
        builtIn: null,
        root: this.#places.uploads,
        fingerprint: source.uploadId,
        upload,
      }
      return this.#take(write, { files: upload.files }, origin, options).finally(() => upload.discard())
    }
    if ('file' in source) throw new GlassboxError('input/invalid', 'Single files are not read yet.')
    const folder = await realFolder(source.folder)
    const fingerprint = await folderFingerprint(folder, options.signal)
    const known = await this.#read.datasets.ofFolder(folder)
    if (known?.fingerprint === fingerprint && existsSync(this.#places.cache(known.id, known.prepare))) return known.id
    const origin = { name: basename(folder), folder, builtIn: null, root: folder, fingerprint, upload: null }
    return this.#take(write, { folder }, origin, options)
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
    const { labels, splits } = sameShares(data.split, dataset.split)
      ? await this.#read.datasets.labels(dataset.id)
      : divided(await this.#read.datasets.allItems(dataset.id), data.split)
    const places = new Uint32Array(labels.length).map((_, position) => position)
    const of = (name: SplitName): Examples => {
      const code = SplitName.options.indexOf(name)
      const positions = places.filter((position) => splits[position] === code)
      const items = { positions, labels: positions.map((position) => labels[position]!) }
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

  /** Removes what processes that were killed left unfinished, and caches of data sets that were never stored. */
  async removeLeftovers(): Promise<void> {
    await this.#uploads.removeAbandoned()
    const known = new Set((await this.#read.datasets.list()).map(({ id }) => id))
    for (const name of await readdir(this.#places.caches)) {
      const file = join(this.#places.caches, name)
      const [id = ''] = name.split('-')
      if (name.endsWith('.part') ? await isOld(file) : /\.(u8|f32)$/.test(name) && !known.has(id))
        await rm(file, { force: true })
    }
  }

  async #takeBuiltIn(write: WriteStore, name: string, { signal }: JobOptions): Promise<string> {
    const made = builtIn(name)
    if (!made)
      throw new GlassboxError('not-found', `There is no built-in data "${name}".`, {
        hint: `Choose one of ${BUILT_INS.map((one) => one.name).join(', ')}.`,
      })
    const imported = importTable(made)
    const known = await this.#read.datasets.ofBuiltIn(name)
    if (known?.contentSha256 === imported.contentSha256) return known.id
    if (signal?.aborted) throw cancelled()
    const id = newId()
    writeRows(made, this.#places.newCache(id))
    const origin = { name, folder: null, builtIn: name, root: '', fingerprint: '', upload: null }
    return this.#keep(write, id, imported, origin, made.split)
  }

  async #take(
    write: WriteStore,
    source: { folder: string } | { files: ListedFile[] },
    origin: Origin,
    options: JobOptions,
  ): Promise<string> {
    const id = newId()
    const cacheFile = this.#places.newCache(id)
    const shares = SplitShares.parse(undefined)
    const imported = await this.#worker.import({ source, prepare: null, shares, cacheFile }, options)
    return this.#keep(write, id, imported, origin, shares)
  }

  /** Stores what was imported, or takes its cache away again; one after the other, so that the same content is found. */
  async #keep(
    write: WriteStore,
    id: string,
    imported: ImportedDataset,
    origin: Origin,
    split: SplitShares,
  ): Promise<string> {
    const stored = this.#storing.then(() => this.#store(write, id, imported, origin, split))
    this.#storing = stored.catch(() => undefined)
    try {
      return await stored
    } catch (error) {
      await rm(this.#places.newCache(id), { force: true })
      throw error
    }
  }

  async #store(
    write: WriteStore,
    id: string,
    imported: ImportedDataset,
    { upload, ...place }: Origin,
    split: SplitShares,
  ): Promise<string> {
    const { classes, columns, items, contentSha256, prepare, files } = imported
    const skipped = [
      ...imported.skipped,
      ...imported.findings.map(({ code, className, message }) => ({ path: className, code, reason: message })),
    ]
    await upload?.keep(files ? files.map(({ sha256 }) => sha256) : items.map((item) => item.contentSha256))
    for (const existing of await this.#read.datasets.ofContent(contentSha256)) {
      if (!sameItems(await this.#read.datasets.allItems(existing.id), items)) continue
      await rename(this.#places.newCache(id), this.#places.cache(existing.id, prepare))
      await write.datasets.relocate(existing.id, { ...place, files, skipped })
      return existing.id
    }
    await rename(this.#places.newCache(id), this.#places.cache(id, prepare))
    await write.datasets.insert({
      id,
      ...place,
      contentSha256,
      classes,
      columns,
      task: imported.task,
      reading: null,
      version: 1,
      parentId: null,
      split,
      prepare,
      files,
      items,
      skipped,
    })
    return id
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
    const items = await this.#read.datasets.allItems(dataset.id)
    const again = (onProgress: NonNullable<JobOptions['onProgress']>, signal: AbortSignal | undefined): Promise<void> =>
      this.readAgain(dataset, prepare, cacheFile, { onProgress, ...(signal && { signal }) }).then(async (found) => {
        if (sameItems(items, found.items)) return
        await rm(cacheFile, { force: true })
        throw dataset.columns ? remade(dataset) : changed(dataset)
      })
    if (dataset.columns) return again(() => undefined, stop)
    return this.#jobs.run('prepare', dataset.name, (onProgress, cancel) =>
      again(onProgress, stop ? AbortSignal.any([stop, cancel]) : cancel),
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
    if (dataset.columns) {
      const made = builtIn(dataset.builtIn ?? '')
      if (!made) throw remade(dataset)
      writeRows(made, cacheFile)
      return importTable(made)
    }
    if (dataset.root === '') throw neverHere(dataset)
    const stored = await this.#read.datasets.allItems(dataset.id)
    const originals = dataset.files ?? stored.map(({ path, contentSha256 }) => ({ path, sha256: contentSha256 }))
    const files = originals.map((one) => ({ path: one.path, file: this.#places.original(dataset, one) }))
    // Scaling happens after the cache; what pictures are standardized by may be measured on it.
    const unscaled = prepare && PrepareSpec.parse({ ...prepare, scale: undefined, statistics: undefined })
    const request = { source: { files }, prepare: unscaled, shares: dataset.split, cacheFile }
    return this.#worker.import(request, options).catch((error: unknown) => {
      throw error instanceof GlassboxError && LOST_FILES.has(error.code) ? changed(dataset, error) : error
    })
  }
}

/** What an import of known pictures fails with when too many of them are gone, or are others now. */
const LOST_FILES: ReadonlySet<ErrorCode> = new Set([
  'dataset/no-pictures',
  'dataset/one-class',
  'dataset/no-classes',
  'dataset/idx-invalid',
])

/** This version makes another table under that name, or none. */
function remade({ name }: Pick<StoredDataset, 'name'>): GlassboxError {
  return new GlassboxError('dataset/changed', `The built-in table "${name}" is another one in this version.`, {
    hint: 'Choose it again among the built-in data: it becomes a new data set.',
  })
}

/** Runs that came in a file brought the names of their pictures along, not the pictures. */
function neverHere({ name }: Pick<StoredDataset, 'name'>): GlassboxError {
  return new GlassboxError('dataset/changed', `The pictures of "${name}" are not on this computer.`, {
    hint: 'Import the folder with the same pictures: they are recognised by their content.',
  })
}

export function changed(dataset: Pick<StoredDataset, 'name'>, cause?: unknown): GlassboxError {
  return new GlassboxError(
    'dataset/changed',
    `Pictures of "${dataset.name}" have changed or are gone since it was imported.`,
    { hint: 'Bring them back, or import the folder again as a new data set.', cause },
  )
}

async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(resolve(folder))
  } catch (error) {
    throw rootError(folder, error)
  }
}

type Named = Pick<StoredItem, 'path' | 'contentSha256'>
function sameItems(items: readonly Named[], others: readonly Named[]): boolean {
  const same = ({ path, contentSha256 }: Named, other: Named | undefined): boolean =>
    path === other?.path && contentSha256 === other.contentSha256
  return items.length === others.length && items.every((item, index) => same(item, others[index]))
}

function divided(items: readonly StoredItem[], shares: SplitShares): ItemLabels {
  const splits = assignSplits(items, shares)
  return {
    labels: Uint32Array.from(items, ({ classIndex }) => classIndex),
    splits: Uint8Array.from(splits, (split) => SplitName.options.indexOf(split)),
  }
}

const sameShares = (a: SplitShares, b: SplitShares): boolean => a.every((share, index) => share === b[index])

async function hasSize(file: string, size: number): Promise<boolean> {
  const facts = await stat(file).catch(() => null)
  return facts?.size === size
}

/** Other processes prepare pictures too: what they write right now is no leftover. */
async function isOld(file: string): Promise<boolean> {
  const facts = await stat(file).catch(() => null)
  return facts !== null && Date.now() - facts.mtimeMs > 60_000
}
