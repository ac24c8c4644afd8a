import { existsSync } from 'node:fs'
import { realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { assignSplits } from '../../../src-engine/data/split.ts'
import { preparedSize } from '../../../src-engine/data/prepare/prepare.ts'
import { PrepareSpec, SplitShares, type DataSpec, type SplitName } from '../../../src-engine/spec/data.ts'
import type { CommandArguments } from '../../contract/contract.ts'
import { GlassboxError, type ErrorCode } from '../../contract/errors.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { ImportedDataset } from '../../datasets/import.ts'
import { rootError, type ListedFile } from '../../datasets/list-files.ts'
import type { StoredDataset, StoredItem } from '../../storage/repositories/datasets.ts'
import type { ReadStore, WriteStore } from '../../storage/store.ts'
import type { Examples } from '../../inference/messages.ts'
import { newId } from '../ids.ts'
import type { JobReport } from '../jobs.ts'
import { folderFingerprint } from './fingerprint.ts'
import type { Places } from './places.ts'
import type { Uploads } from './uploads.ts'

type ImportArguments = CommandArguments<'datasets/import'>

/** Data sets: taken in once, found again, and made ready for a run. */
export class Datasets {
  readonly #read: ReadStore
  readonly #worker: DatasetWorker
  readonly #places: Places
  readonly #uploads: Uploads

  constructor(read: ReadStore, worker: DatasetWorker, places: Places, uploads: Uploads) {
    this.#read = read
    this.#worker = worker
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
  async import(
    write: WriteStore,
    { source, split, prepare }: ImportArguments,
    onProgress: JobReport,
    signal: AbortSignal,
  ): Promise<string> {
    const spec = { prepare: PrepareSpec.parse(prepare ?? {}), shares: SplitShares.parse(split) }
    if ('uploadId' in source) {
      try {
        const files = await this.#uploads.files(source.uploadId)
        const place = { name: source.name, folder: null, root: this.#places.uploads, fingerprint: source.uploadId }
        return await this.#decode(write, { files }, place, spec, onProgress, signal)
      } finally {
        await this.#uploads.discard(source.uploadId)
      }
    }
    const folder = await realFolder(source.folder)
    const fingerprint = await folderFingerprint(folder)
    const known = await this.#read.datasets.ofFolder(folder)
    if (
      known?.fingerprint === fingerprint &&
      sameSpec(known, spec) &&
      existsSync(this.#places.cache(known.id, known.prepare))
    )
      return known.id
    return await this.#decode(
      write,
      { folder },
      { name: basename(folder), folder, root: folder, fingerprint },
      spec,
      onProgress,
      signal,
    )
  }

  /** The examples of every split, ready to be read; decodes the originals again when they were never prepared like this. */
  async examples(
    dataset: StoredDataset,
    data: Pick<DataSpec, 'prepare' | 'split'>,
  ): Promise<Record<SplitName, Examples>> {
    const items = await this.#read.datasets.allItems(dataset.id)
    const cacheFile = this.#places.cache(dataset.id, data.prepare)
    if (!(await hasSize(cacheFile, items.length * preparedSize(data.prepare))))
      await this.#prepareAgain(dataset, items, data.prepare, cacheFile)
    const splits = sameShares(data.split, dataset.split)
      ? items.map((item) => item.split)
      : assignSplits(items, data.split)
    const of = (name: SplitName): Examples => ({
      cacheFile,
      itemCount: items.length,
      items: items.flatMap(({ position, classIndex }, index) =>
        splits[index] === name ? [{ position, classIndex }] : [],
      ),
    })
    return { train: of('train'), validation: of('validation'), test: of('test') }
  }

  async #decode(
    write: WriteStore,
    source: { folder: string } | { files: ListedFile[] },
    place: { name: string; folder: string | null; root: string; fingerprint: string },
    spec: { prepare: PrepareSpec; shares: SplitShares },
    onProgress: JobReport,
    signal: AbortSignal,
  ): Promise<string> {
    const id = newId()
    const cacheFile = this.#places.cache(id, spec.prepare)
    const imported = await this.#worker.import(
      { source, ...spec, cacheFile },
      { onProgress: (progress) => onProgress(progress), signal },
    )
    const existing = await this.#sameAs(imported, spec)
    try {
      if (existing) {
        await rename(cacheFile, this.#places.cache(existing.id, spec.prepare))
        await write.datasets.relocate(existing.id, place)
        return existing.id
      }
      const { classes, items, skipped, contentSha256 } = imported
      const listed = [
        ...skipped,
        ...imported.findings.map(({ code, className, message }) => ({ path: className, code, reason: message })),
      ]
      await write.datasets.insert({
        id,
        ...place,
        contentSha256,
        classes,
        split: spec.shares,
        prepare: spec.prepare,
        items,
        skipped: listed,
      })
      return id
    } catch (error) {
      await rm(cacheFile, { force: true })
      throw error
    }
  }

  /** The data set with the same files under the same names, if there is one. */
  async #sameAs(
    imported: ImportedDataset,
    spec: { prepare: PrepareSpec; shares: SplitShares },
  ): Promise<StoredDataset | null> {
    const existing = await this.#read.datasets.ofContent(imported.contentSha256)
    if (!existing || !sameSpec(existing, spec)) return null
    return sameItems(await this.#read.datasets.allItems(existing.id), imported.items) ? existing : null
  }

  async #prepareAgain(
    dataset: StoredDataset,
    items: readonly StoredItem[],
    prepare: PrepareSpec,
    cacheFile: string,
  ): Promise<void> {
    const files = items.map((item) => ({ path: item.path, file: this.#places.original(dataset, item) }))
    const imported = await this.#worker
      .import({ source: { files }, prepare, shares: dataset.split, cacheFile })
      .catch((error: unknown) => {
        throw error instanceof GlassboxError && LOST_FILES.has(error.code) ? changed(dataset, error) : error
      })
    if (sameItems(items, imported.items)) return
    await rm(cacheFile, { force: true })
    throw changed(dataset)
  }
}

/** What an import of known pictures fails with when too many of them are gone. */
const LOST_FILES: ReadonlySet<ErrorCode> = new Set(['dataset/no-pictures', 'dataset/one-class', 'dataset/no-classes'])

function changed(dataset: StoredDataset, cause?: unknown): GlassboxError {
  return new GlassboxError(
    'dataset/changed',
    `Pictures of "${dataset.name}" have changed or are gone since it was imported.`,
    {
      hint: 'Bring them back, or import the folder again as a new data set.',
      cause,
    },
  )
}

async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(resolve(folder))
  } catch (error) {
    throw rootError(folder, error)
  }
}

function sameItems(
  items: readonly { path: string; contentSha256: string }[],
  others: readonly { path: string; contentSha256: string }[],
): boolean {
  return (
    items.length === others.length &&
    items.every(
      (item, index) => item.path === others[index]?.path && item.contentSha256 === others[index].contentSha256,
    )
  )
}

const sameShares = (a: SplitShares, b: SplitShares): boolean => a.every((share, index) => share === b[index])

const sameSpec = (dataset: StoredDataset, spec: { prepare: PrepareSpec; shares: SplitShares }): boolean =>
  sameShares(dataset.split, spec.shares) && JSON.stringify(dataset.prepare) === JSON.stringify(spec.prepare)

async function hasSize(file: string, size: number): Promise<boolean> {
  const facts = await stat(file).catch(() => null)
  return facts?.size === size
}
