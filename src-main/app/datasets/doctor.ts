import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { SplitShares } from '../../../src-engine/spec/data.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { isTableName, type DatasetReport, type TableChoice } from '../../contract/types.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { JobOptions } from '../../datasets/each-picture.ts'
import { kindOfFile } from '../../datasets/source-kind.ts'
import type { ExamineRequest } from '../../datasets/protocol.ts'
import type { StoredDataset } from '../../storage/repositories/datasets/stored.ts'
import type { ReadStore, WriteStore } from '../../storage/store.ts'
import type { Datasets } from './datasets.ts'
import type { Places } from './places.ts'

/** Has data looked at: before they are imported, and whenever somebody asks. */
export class Doctor {
  readonly #read: ReadStore
  readonly #worker: DatasetWorker
  readonly #datasets: Datasets
  readonly #places: Places
  #write: WriteStore | null = null

  constructor(read: ReadStore, worker: DatasetWorker, datasets: Datasets, places: Places) {
    this.#read = read
    this.#worker = worker
    this.#datasets = datasets
    this.#places = places
  }

  /** From now on what is found is kept: this process owns the home folder. */
  keepIn(write: WriteStore): void {
    this.#write = write
  }

  /** Reports on a folder as an import would find it. @throws {GlassboxError} as an import */
  async checkFolder(folder: string, options: JobOptions): Promise<DatasetReport> {
    const report = await this.#worker.check({ source: { folder }, shares: SplitShares.parse(undefined) }, options)
    return { folder, ...report }
  }

  /** The same of a single file. @throws {GlassboxError} `dataset/not-found`, and as an import */
  async checkFile(file: string, choice: TableChoice | undefined, options: JobOptions): Promise<DatasetReport> {
    const facts = await stat(file).catch((cause: unknown) => {
      throw new GlassboxError('dataset/not-found', `There is no file at ${file}.`, { hint: 'Check the path.', cause })
    })
    if (facts.isDirectory()) return this.checkFolder(file, options)
    const table = { path: basename(file), file }
    if (choice === undefined && !isTableName(file) && (await kindOfFile(table)) !== 'table')
      throw new GlassboxError('input/invalid', 'Files that hold many pictures are looked at when they are imported.', {
        hint: 'Import it; the doctor looks at it at once.',
      })
    const shares = SplitShares.parse(undefined)
    return { folder: file, ...(await this.#worker.checkTable({ table, choice: choice ?? {}, shares }, options)) }
  }

  /**
   * Reports on a data set and on whether its files are what they were.
   * @throws {GlassboxError} `not-found`, `dataset/changed` when nothing prepared is left and its files are others
   */
  async checkDataset(id: string, options: JobOptions): Promise<DatasetReport> {
    const dataset = await this.#datasets.get(id)
    const items = await this.#read.datasets.allItems(id)
    const { task, columns, prepare, classes, folder, name } = dataset
    const report = await this.#worker.examine(
      {
        patient: {
          ...{ task, columns, prepare, items, isImported: true },
          classes: classes.map((one) => one.name),
          skipped: await this.#read.datasets.skipped(id),
          cacheFile: await this.#datasets.prepared(dataset, prepare, options.signal),
        },
        originals: this.#originalsOf(dataset, items),
      },
      options,
    )
    await this.#write?.datasets.setDoctor(id, report)
    return { folder: folder ?? name, ...report }
  }

  /** Null for data without files: built in, or come along with runs. */
  #originalsOf(
    dataset: StoredDataset,
    items: Awaited<ReturnType<ReadStore['datasets']['allItems']>>,
  ): ExamineRequest['originals'] {
    if (dataset.root === '') return null
    const shared = dataset.files?.map((file) => ({ ...file, bytes: null }))
    const own = items.map(({ path, file, contentSha256, bytes }) => ({ path, file, sha256: contentSha256, bytes }))
    if (!shared && dataset.columns) return null
    return {
      files: (shared ?? own).map((one) => ({ ...one, file: this.#places.original(dataset, one) })),
      areShared: shared !== undefined,
      since: dataset.createdAt,
    }
  }
}
