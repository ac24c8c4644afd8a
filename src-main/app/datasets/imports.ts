import { existsSync } from 'node:fs'
import { realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, parse, resolve } from 'node:path'
import { builtIn, BUILT_INS } from '../../../src-engine/data/built-in.ts'
import { SplitShares } from '../../../src-engine/spec/data.ts'
import type { CommandArguments } from '../../contract/contract.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { isTableName, type DoctorReport, type LayoutChoice, type TableChoice } from '../../contract/types.ts'
import { cancelled } from '../../datasets/cancelled.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { JobOptions } from '../../datasets/each-picture.ts'
import type { ImportedDataset } from '../../datasets/import.ts'
import { importTable, writeRows } from '../../datasets/import-table.ts'
import { cannotOpen } from '../../datasets/csv/text.ts'
import { rootError, type ListedFile } from '../../datasets/list-files.ts'
import type { FolderSource } from '../../datasets/scan.ts'
import { kindOfFile } from '../../datasets/source-kind.ts'
import type { ReadStore, WriteStore } from '../../storage/store.ts'
import { newId } from '../ids.ts'
import { CLOSING } from '../jobs.ts'
import { filesBeside, nameOfFile } from './files-beside.ts'
import { fileFingerprint, filesFingerprint, folderFingerprint } from './fingerprint.ts'
import type { Places } from './places.ts'
import { sameItems } from './same-items.ts'
import type { Unfinished } from './unfinished.ts'
import type { ClaimedUpload, Uploads } from './uploads.ts'

type ImportArguments = CommandArguments<'datasets/import'>
type FileSource = Extract<ImportArguments['source'], { file: string }>
type UploadSource = Extract<ImportArguments['source'], { uploadId: string }>

/** Where pictures come from, and what the data set will be called. */
interface Origin {
  readonly name: string
  readonly folder: string | null
  readonly builtIn: string | null
  readonly root: string
  readonly fingerprint: string
  readonly upload: ClaimedUpload | null
}

/** Takes data in: reads them, prepares them, and stores what they are. */
export class Imports {
  readonly #read: ReadStore
  readonly #worker: DatasetWorker
  readonly #places: Places
  readonly #uploads: Uploads
  readonly #unfinished: Unfinished
  /** The import that is being stored. */
  #storing: Promise<unknown> = Promise.resolve()

  constructor(read: ReadStore, worker: DatasetWorker, places: Places, uploads: Uploads, unfinished: Unfinished) {
    this.#read = read
    this.#worker = worker
    this.#places = places
    this.#uploads = uploads
    this.#unfinished = unfinished
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
      return this.#takeUpload(write, upload, source, origin, options)
        .catch(async (error: unknown) => {
          // Whoever is asked how it is meant sends nothing twice.
          if (error instanceof GlassboxError && error.code === 'dataset/ambiguous-layout') await upload.giveBack()
          throw error
        })
        .finally(() => upload.discard())
    }
    if ('file' in source) {
      const listed = { path: basename(source.file), file: resolve(source.file) }
      const isTable = source.table !== undefined || (await isTableOf(listed))
      return isTable ? this.#takeTableFile(write, source, options) : this.#takeFile(write, source, options)
    }
    const folder = await realFolder(source.folder)
    const fingerprint = await folderFingerprint(folder, options.signal)
    const known = await this.#read.datasets.ofFolder(folder)
    const { name = basename(folder), layout } = source
    const isSame =
      known?.fingerprint === fingerprint &&
      known.name === name &&
      (!layout || sameLayout(layout, known.reading?.layout))
    if (isSame && existsSync(this.#places.cache(known.id, known.prepare))) return known.id
    const origin = { name, folder, builtIn: null, root: folder, fingerprint, upload: null }
    return this.#takeFolder(write, { folder, layout }, origin, options)
  }

  /** Keeps what is done, so that it is not done again should the program end before the import does. */
  async #takeFolder(
    write: WriteStore,
    source: { folder: string; layout: LayoutChoice | undefined },
    origin: Origin,
    options: JobOptions,
  ): Promise<string> {
    const key = this.#unfinished.claim(source.folder, source.layout)
    if (key === null) return this.#take(write, source, origin, options)
    let keep = false
    try {
      return await this.#take(write, source, origin, options, undefined, this.#places.journal(key))
    } catch (error) {
      keep = isInterruption(error, options.signal)
      throw error
    } finally {
      await this.#unfinished.release(key, keep)
    }
  }

  /** A folder of files, or one file that holds everything. */
  async #takeUpload(
    write: WriteStore,
    { files }: ClaimedUpload,
    { layout, table }: UploadSource,
    origin: Origin,
    options: JobOptions,
  ): Promise<string> {
    const [only, ...others] = files
    // What lies in a folder, even alone, is a picture of that class.
    if (!only || others.length > 0 || only.path.includes('/'))
      return this.#take(write, { files, layout }, origin, options)
    if (table !== undefined || (await isTableOf(only)))
      return this.#takeTable(write, only, table ?? {}, { ...origin, name: withoutEnding(origin.name) }, options)
    return this.#take(write, { files, file: only.path }, { ...origin, name: nameOfFile(origin.name) }, options)
  }

  /** One file that holds everything; what belongs to it, such as labels, lies beside it. */
  async #takeFile(write: WriteStore, { file: given, name }: FileSource, options: JobOptions): Promise<string> {
    const { folder, files, file } = await filesBeside(given)
    const fingerprint = await filesFingerprint([{ path: '', file: join(folder, file) }, ...files])
    const known = await this.#read.datasets.ofFingerprint(fingerprint)
    const origin = { name: name ?? nameOfFile(file), folder, builtIn: null, root: folder, fingerprint, upload: null }
    if (known?.name === origin.name && existsSync(this.#places.cache(known.id, known.prepare))) return known.id
    return this.#take(write, { files, file }, origin, options)
  }

  /** A table that lies on this computer; read once for every way of reading it, unless it changes. */
  async #takeTableFile(
    write: WriteStore,
    { file, name = withoutEnding(basename(file)), table = {} }: FileSource,
    options: JobOptions,
  ): Promise<string> {
    const path = await realTable(file)
    const fingerprint = await fileFingerprint(path, table)
    const known = await this.#read.datasets.ofFingerprint(fingerprint)
    if (known?.name === name && existsSync(this.#places.cache(known.id, null))) return known.id
    const folder = dirname(path)
    const origin = { name, folder, builtIn: null, root: folder, fingerprint, upload: null }
    return this.#takeTable(write, { path: basename(path), file: path }, table, origin, options)
  }

  async #takeTable(
    write: WriteStore,
    table: ListedFile,
    choice: TableChoice,
    origin: Origin,
    options: JobOptions,
  ): Promise<string> {
    const id = newId()
    const shares = SplitShares.parse(undefined)
    const request = { table, choice, shares, cacheFile: this.#places.newCache(id), isExamined: true as const }
    return this.#keep(write, id, await this.#worker.importTable(request, options), origin, shares)
  }

  async #takeBuiltIn(write: WriteStore, name: string, options: JobOptions): Promise<string> {
    const made = builtIn(name)
    if (!made)
      throw new GlassboxError('not-found', `There is no built-in data "${name}".`, {
        hint: `Choose one of ${BUILT_INS.map((one) => one.name).join(', ')}.`,
      })
    const origin = { name, folder: null, builtIn: name, root: '', fingerprint: '', upload: null }
    if ('pictures' in made) return this.#take(write, { drawn: name }, origin, options, made.split)
    const imported = importTable(made)
    const known = await this.#read.datasets.ofBuiltIn(name)
    if (known?.contentSha256 === imported.contentSha256) return known.id
    if (options.signal?.aborted) throw cancelled()
    const id = newId()
    writeRows(made, this.#places.newCache(id))
    const patient = { ...imported, cacheFile: this.#places.newCache(id), isImported: true }
    const doctor = await this.#worker.examine({ patient, originals: null })
    return this.#keep(write, id, { ...imported, doctor }, origin, made.split)
  }

  async #take(
    write: WriteStore,
    source: FolderSource,
    origin: Origin,
    options: JobOptions,
    shares = SplitShares.parse(undefined),
    journal?: string,
  ): Promise<string> {
    const id = newId()
    const cacheFile = this.#places.newCache(id)
    const request = { source, prepare: null, shares, cacheFile, journal, isExamined: true } as const
    const imported = await this.#worker.import(request, options)
    return this.#keep(write, id, imported, origin, shares)
  }

  /** Stores what was imported, or takes its cache away again; one after the other, so that the same content is found. */
  async #keep(
    write: WriteStore,
    id: string,
    imported: ImportedDataset & { doctor?: DoctorReport | null },
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
    imported: ImportedDataset & { doctor?: DoctorReport | null },
    { upload, ...place }: Origin,
    split: SplitShares,
  ): Promise<string> {
    const { classes, columns, items, rows, contentSha256, prepare, files, reading } = imported
    const skipped = [
      ...imported.skipped,
      ...imported.findings.map(({ code, className, message }) => ({ path: className, code, reason: message })),
    ]
    await upload?.keep(files ? files.map(({ sha256 }) => sha256) : items.map((item) => item.contentSha256))
    for (const existing of await this.#read.datasets.ofContent(contentSha256)) {
      // The content of a table is its rows in their order; pictures may have other names.
      if (!rows && !sameItems(await this.#read.datasets.allItems(existing.id), items)) continue
      await rename(this.#places.newCache(id), this.#places.cache(existing.id, prepare))
      await write.datasets.relocate(existing.id, { ...place, files, skipped, reading })
      if (imported.doctor) await write.datasets.setDoctor(existing.id, imported.doctor)
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
      reading,
      version: 1,
      parentId: null,
      split,
      prepare,
      files,
      items,
      ...(rows && { rows }),
      skipped,
    })
    if (imported.doctor) await write.datasets.setDoctor(id, imported.doctor)
    return id
  }
}

/** Whether an import ended by no will of anybody's: the program was closed, the thread died, the disk was unplugged. */
function isInterruption(error: unknown, signal: AbortSignal | undefined): boolean {
  if (signal?.aborted) return signal.reason === CLOSING
  return error instanceof GlassboxError && (error.code === 'dataset/worker-died' || error.code === 'dataset/not-found')
}

const sameLayout = (a: LayoutChoice, b: LayoutChoice | undefined): boolean =>
  a.depth === b?.depth && a.splits === b.splits
/** Whether a file is a table; what is called like one and is none, its reader says. */
const isTableOf = async (file: ListedFile): Promise<boolean> =>
  isTableName(file.path) || (await kindOfFile(file)) === 'table'
const withoutEnding = (name: string): string => parse(name).name

async function realTable(file: string): Promise<string> {
  try {
    return await realpath(resolve(file))
  } catch (error) {
    throw cannotOpen(file, error)
  }
}

async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(resolve(folder))
  } catch (error) {
    throw rootError(folder, error)
  }
}
