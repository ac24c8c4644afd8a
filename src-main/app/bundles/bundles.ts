import { constants, createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { CommandArguments } from '../../contract/contract.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { Id } from '../../contract/types.ts'
import { runBundleJob } from '../../bundle/client.ts'
import { LIMITS } from '../../bundle/format.ts'
import { invalid } from '../../bundle/invalid.ts'
import { cancelled } from '../../datasets/cancelled.ts'
import type { JobOptions } from '../../datasets/each-picture.ts'
import { errno } from '../../datasets/read-picture.ts'
import type { ReadStore, WriteStore } from '../../storage/store.ts'
import { thumbnailOf, type ThumbnailServices } from '../datasets/thumbnails.ts'
import { fileName } from '../file-name.ts'
import { newId } from '../ids.ts'
import { spread } from './spread.ts'

interface BundleServices extends ThumbnailServices {
  readonly home: string
  readonly read: ReadStore
}

/** Runs in files of their own: written for others, and taken in from them. */
export class Bundles {
  readonly #services: BundleServices

  constructor(services: BundleServices) {
    this.#services = services
  }

  /**
   * Writes runs with everything that belongs to them into one new file.
   * @throws {GlassboxError} `bundle/exists`, `not-found`, `input/invalid`, `storage/disk-full`, `cancelled`
   */
  async export(ids: readonly string[], file: string, withPaths: boolean, options: JobOptions = {}): Promise<void> {
    const thumbnails = await this.#thumbnails(ids, options.signal)
    const { home } = this.#services
    await runBundleJob({ kind: 'build', file, content: { home, runIds: ids, thumbnails, withPaths } }, options)
  }

  /**
   * Takes in what a file holds, all of it or nothing.
   * @returns the ids of its runs here, those among them that were here already
   * @throws {GlassboxError} `bundle/invalid`, `not-found`, `upload/invalid`, `storage/disk-full`, `cancelled`
   */
  async import(
    write: WriteStore,
    source: CommandArguments<'runs/import'>,
    options: JobOptions = {},
  ): Promise<string[]> {
    const { places, home } = this.#services
    await mkdir(places.incoming, { recursive: true, mode: 0o700 })
    // What was looked at is what is taken in: nobody else knows this file.
    const own = this.#incoming(newId())
    try {
      if ('uploadId' in source) await this.#claim(source.uploadId, own)
      else await copyFile(source.file, own, options.signal)
      await runBundleJob({ kind: 'validate', file: own }, options)
      if (options.signal?.aborted) throw cancelled()
      const folders = (await this.#services.read.datasets.list()).flatMap(({ folder }) => folder ?? [])
      const { runs, newDatasets } = await write.bundles.take(own, [homedir(), home, ...folders])
      // A convenience: runs without their pictures are runs all the same.
      const pictures = { kind: 'unpack', file: own, folder: places.thumbnails, datasetIds: newDatasets } as const
      if (newDatasets.length > 0) await runBundleJob(pictures).catch(() => undefined)
      return runs.map(({ id }) => id)
    } finally {
      await rm(own, { force: true })
    }
  }

  /** A bundle as an answer to a browser, made in the home folder and gone when it is sent. */
  async download(ids: readonly string[], withPaths: boolean): Promise<Response> {
    const { places, read } = this.#services
    await mkdir(places.incoming, { recursive: true, mode: 0o700 })
    const file = this.#incoming(newId())
    const [first = ''] = ids
    const name = ids.length === 1 ? ((await read.runs.summary(first))?.name ?? first) : `${ids.length} runs`
    try {
      await this.export(ids, file, withPaths)
      const { size } = await stat(file)
      const stream = createReadStream(file)
      stream.once('close', () => void rm(file, { force: true }))
      const headers = {
        'Content-Type': 'application/vnd.sqlite3',
        'Content-Length': String(size),
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName(name))}.glassbox`,
        'Cache-Control': 'no-store',
      }
      return new Response(Readable.toWeb(stream) as never, { headers })
    } catch (error) {
      await rm(file, { force: true })
      throw error
    }
  }

  /** Keeps a file that a browser sends until it is imported. @throws {GlassboxError} `upload/invalid`, `storage/disk-full` */
  async receive(uploadId: string, body: ReadableStream<Uint8Array> | null): Promise<void> {
    const { places } = this.#services
    const file = this.#incoming(uploadId)
    const part = `${file}.${newId()}.part`
    await mkdir(places.incoming, { recursive: true, mode: 0o700 })
    try {
      await store(body ? Readable.fromWeb(body as never) : Readable.from([]), part)
      await rename(part, file)
    } finally {
      await rm(part, { force: true })
    }
  }

  /** Deletes a file that was sent and not imported. */
  async discard(uploadId: string): Promise<void> {
    await rm(this.#incoming(uploadId), { force: true })
  }

  async #claim(uploadId: string, own: string): Promise<void> {
    await rename(this.#incoming(uploadId), own).catch((cause: unknown) => {
      throw new GlassboxError('upload/invalid', 'No file arrived.', { hint: 'Choose the file once more.', cause })
    })
  }

  /** @throws {GlassboxError} `upload/invalid` */
  #incoming(id: string): string {
    if (!Id.safeParse(id).success)
      throw new GlassboxError('upload/invalid', 'The upload has no valid name.', {
        hint: 'Reload the page, then choose the file again.',
      })
    return join(this.#services.places.incoming, `${id}.glassbox`)
  }

  /** A few pictures of every data set that the runs rest on; those that cannot be made are left out. */
  async #thumbnails(
    ids: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<{ contentSha256: string; webp: Uint8Array }[]> {
    const { read, datasets } = this.#services
    const summaries = await Promise.all(ids.map((id) => read.runs.summary(id)))
    const found = new Map<string, Uint8Array>()
    for (const id of new Set(summaries.flatMap((summary) => summary?.datasetId ?? []))) {
      const dataset = await datasets.get(id)
      if (dataset.columns) continue
      const { labels } = await read.datasets.labels(id)
      for (const position of spread(labels, dataset.classes.length)) {
        if (signal?.aborted) throw cancelled()
        const item = await read.datasets.item(id, position)
        if (!item || found.has(item.contentSha256)) continue
        const webp = await thumbnailOf(dataset, item, this.#services).catch(() => null)
        if (webp) found.set(item.contentSha256, webp)
      }
    }
    return [...found].map(([contentSha256, webp]) => ({ contentSha256, webp }))
  }
}

async function copyFile(from: string, to: string, signal: AbortSignal | undefined): Promise<void> {
  // Without O_NONBLOCK a pipe would block for ever; Windows has no such flag.
  const handle = await open(from, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((cause: unknown) => {
    throw errno(cause) === 'ENOENT'
      ? new GlassboxError('not-found', `There is no file "${from}".`, { hint: 'Check its path.', cause })
      : invalid(`It cannot be read (${errno(cause) ?? String(cause)}).`, { hint: 'Check its permissions.', cause })
  })
  try {
    const facts = await handle.stat()
    if (!facts.isFile()) throw invalid('It is no regular file.')
    await store(handle.createReadStream({ autoClose: false }), to, signal)
  } finally {
    await handle.close()
  }
}

/** Writes a stream of at most as many bytes as a bundle may have into a new file. */
async function store(from: Readable, to: string, signal?: AbortSignal): Promise<void> {
  const handle = await open(to, 'wx', 0o600)
  let size = 0
  const counted = new Transform({
    transform(chunk: Uint8Array, _, done) {
      size += chunk.length
      done(size > LIMITS.file ? invalid('It is larger than any Glassbox takes in.') : null, chunk)
    },
  })
  try {
    await pipeline(from, counted, handle.createWriteStream(), ...(signal ? [{ signal }] : []))
  } catch (error) {
    if (signal?.aborted) throw cancelled()
    if (errno(error) === 'ENOSPC')
      throw new GlassboxError('storage/disk-full', 'The disk is full: the file could not be taken in.', {
        hint: 'Free some space on the disk of the home folder, then try again.',
        cause: error,
      })
    throw error
  }
}
