import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { appendFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'
import { GlassboxError } from '../../contract/errors.ts'
import { Id } from '../../contract/types.ts'
import type { ListedFile } from '../../datasets/list-files.ts'
import { MAX_FILE_BYTES } from '../../datasets/read-picture.ts'
import type { Places } from './places.ts'

const ABANDONED_AFTER = 24 * 3600 * 1000
const Entry = z.tuple([z.string(), z.string().regex(/^[0-9a-f]{64}$/)])

/** A folder that was sent completely and belongs to one import. */
export interface ClaimedUpload {
  readonly files: ListedFile[]
  /** Moves the originals with these contents to where data sets keep them. */
  keep(contents: Iterable<string>): Promise<void>
  /** Makes it claimable again, under the same id. */
  giveBack(): Promise<void>
  /** Deletes whatever was not kept. */
  discard(): Promise<void>
}

/** Between two files of one folder there is a moment (milliseconds). */
const BETWEEN = 3000

/**
 * Folders sent by a browser, file by file. Each has a folder of its own until its import has succeeded, with a list of
 * paths and content hashes; the paths serve to find classes and are never used on this disk.
 */
export class Uploads {
  readonly #places: Places
  #coming = 0
  #lastCame = -Infinity

  constructor(places: Places) {
    this.#places = places
  }

  /** Whether somebody is sending a folder. */
  get isReceiving(): boolean {
    return this.#coming > 0 || Date.now() - this.#lastCame < BETWEEN
  }

  /** @throws {GlassboxError} `upload/invalid` for a bad id or path, `picture/too-large`, `storage/disk-full` */
  async receive(uploadId: string, path: string, body: ReadableStream<Uint8Array> | null): Promise<void> {
    if (!Id.safeParse(uploadId).success || !isRelative(path))
      throw new GlassboxError('upload/invalid', 'The upload has no valid name.', {
        hint: 'Reload the page, then drop the folder again.',
      })
    const folder = this.#folder(uploadId)
    const part = join(folder, `${randomUUID()}.part`)
    const hash = createHash('sha256')
    let size = 0
    this.#coming++
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await pipeline(
        body ? Readable.fromWeb(body as never) : Readable.from([]),
        async function* (chunks: AsyncIterable<Uint8Array>) {
          for await (const chunk of chunks) {
            size += chunk.length
            if (size > MAX_FILE_BYTES)
              throw new GlassboxError('picture/too-large', `"${path}" is too large to be a picture.`, {
                hint: 'Leave this file out.',
              })
            hash.update(chunk)
            yield chunk
          }
        },
        createWriteStream(part, { mode: 0o600 }),
      )
      const sha256 = hash.digest('hex')
      await rename(part, join(folder, sha256))
      await appendFile(join(folder, 'list'), `${JSON.stringify([path, sha256])}\n`, { mode: 0o600 })
    } catch (error) {
      await rm(part, { force: true })
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
        throw new GlassboxError('storage/disk-full', 'The disk is full: the folder could not be taken in.', {
          hint: 'Free some space, then drop it again.',
        })
      throw error
    } finally {
      this.#coming--
      this.#lastCame = Date.now()
    }
  }

  /** @throws {GlassboxError} `upload/invalid` when nothing was sent under this id, or another import has taken it */
  async claim(uploadId: string): Promise<ClaimedUpload> {
    this.#lastCame = -Infinity
    const folder = this.#folder(`${uploadId}-${randomUUID()}`)
    await rename(this.#folder(uploadId), folder).catch((cause: unknown) => {
      throw new GlassboxError('upload/invalid', 'No files arrived.', {
        hint: 'Drop a folder that holds pictures.',
        cause,
      })
    })
    const files = new Map<string, ListedFile>()
    for (const [path, sha256] of await readList(join(folder, 'list')))
      files.set(path, { path, file: join(folder, sha256) })
    return {
      files: [...files.values()],
      keep: async (contents) => {
        for (const sha256 of new Set(contents)) await rename(join(folder, sha256), this.#places.upload(sha256))
      },
      giveBack: () => rename(folder, this.#folder(uploadId)),
      discard: () => rm(folder, { recursive: true, force: true }),
    }
  }

  /** What was sent under this id so far, left where it is. @throws {GlassboxError} `upload/invalid` when there is nothing */
  async peek(uploadId: string): Promise<ListedFile[]> {
    const folder = this.#folder(uploadId)
    const list = await readList(join(folder, 'list'))
    if (list.length === 0)
      throw new GlassboxError('upload/invalid', 'No files arrived.', { hint: 'Choose the file again.' })
    return list.map(([path, sha256]) => ({ path, file: join(folder, sha256) }))
  }

  /** Deletes what was sent under this id so far. */
  async discard(uploadId: string): Promise<void> {
    if (Id.safeParse(uploadId).success) await rm(this.#folder(uploadId), { recursive: true, force: true })
  }

  /** Removes what a closed page or a lost connection left behind a day ago or earlier. */
  async removeAbandoned(): Promise<void> {
    for (const name of await readdir(this.#places.incoming).catch(() => [])) {
      const folder = this.#folder(name)
      const facts = await stat(folder).catch(() => null)
      if (facts && Date.now() - facts.mtimeMs > ABANDONED_AFTER) await rm(folder, { recursive: true, force: true })
    }
  }

  #folder(name: string): string {
    return join(this.#places.incoming, name)
  }
}

/** A line that was not written to its end names a file that did not arrive. */
async function readList(file: string): Promise<[path: string, sha256: string][]> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  return lines.flatMap((line) => {
    try {
      const entry = Entry.safeParse(JSON.parse(line))
      return entry.success ? [entry.data] : []
    } catch {
      return []
    }
  })
}

function isRelative(path: string): boolean {
  const parts = path.split('/')
  return (
    path.length <= 4096 && !path.includes('\0') && parts.every((part) => part !== '' && part !== '.' && part !== '..')
  )
}
