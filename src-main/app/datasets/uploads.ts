import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { appendFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GlassboxError } from '../../contract/errors.ts'
import { Id } from '../../contract/types.ts'
import type { ListedFile } from '../../datasets/list-files.ts'
import { MAX_FILE_BYTES } from '../../datasets/read-picture.ts'
import type { Places } from './places.ts'

const ABANDONED_AFTER = 24 * 3600 * 1000

/**
 * Folders sent by a browser, file by file. A list of path and content hash grows beside the files;
 * the paths serve to find classes and are never used on this disk.
 */
export class Uploads {
  readonly #places: Places
  readonly #isNeeded: (contentSha256: string) => Promise<boolean>

  /** @param isNeeded whether any data set holds this content */
  constructor(places: Places, isNeeded: (contentSha256: string) => Promise<boolean>) {
    this.#places = places
    this.#isNeeded = isNeeded
  }

  /** @throws {GlassboxError} `upload/invalid` for a bad id or path, `picture/too-large`, `storage/disk-full` */
  async receive(uploadId: string, path: string, body: ReadableStream<Uint8Array> | null): Promise<void> {
    if (!Id.safeParse(uploadId).success || !isRelative(path))
      throw new GlassboxError('upload/invalid', 'The upload has no valid name.', {
        hint: 'Reload the page, then drop the folder again.',
      })
    const part = join(this.#places.uploads, `${randomUUID()}.part`)
    const hash = createHash('sha256')
    let size = 0
    try {
      const source = body ? Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]) : Readable.from([])
      await pipeline(
        source,
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
      await rename(part, this.#places.upload(sha256))
      await appendFile(this.#list(uploadId), `${JSON.stringify([path, sha256])}\n`, { mode: 0o600 })
    } catch (error) {
      await rm(part, { force: true })
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
        throw new GlassboxError('storage/disk-full', 'The disk is full: the folder could not be taken in.', {
          hint: 'Free some space, then drop it again.',
        })
      throw error
    }
  }

  /** @throws {GlassboxError} `upload/invalid` when nothing was sent under this id */
  async files(uploadId: string): Promise<ListedFile[]> {
    const files = new Map<string, ListedFile>()
    for (const [path, sha256] of await this.#entries(uploadId))
      files.set(path, { path, file: this.#places.upload(sha256) })
    if (files.size === 0)
      throw new GlassboxError('upload/invalid', 'No files arrived.', { hint: 'Drop a folder that holds pictures.' })
    return [...files.values()]
  }

  /** Forgets the list, and deletes every file of it that no data set needs. */
  async discard(uploadId: string): Promise<void> {
    for (const [, sha256] of await this.#entries(uploadId))
      if (!(await this.#isNeeded(sha256))) await rm(this.#places.upload(sha256), { force: true })
    await rm(this.#list(uploadId), { force: true })
  }

  /** Removes what a closed page or a lost connection left behind a day ago or earlier. */
  async removeAbandoned(): Promise<void> {
    for (const name of await readdir(this.#places.uploads)) {
      if (!/\.(list|part)$/.test(name)) continue
      const file = join(this.#places.uploads, name)
      const facts = await stat(file).catch(() => null)
      if (!facts || Date.now() - facts.mtimeMs < ABANDONED_AFTER) continue
      if (name.endsWith('.list')) await this.discard(name.slice(0, -'.list'.length))
      else await rm(file, { force: true })
    }
  }

  #list(uploadId: string): string {
    return join(this.#places.uploads, `${uploadId}.list`)
  }

  async #entries(uploadId: string): Promise<[path: string, sha256: string][]> {
    const file = this.#list(uploadId)
    if (!(await stat(file).catch(() => null))) return []
    const entries: [string, string][] = []
    for await (const line of createInterface({ input: createReadStream(file) }))
      entries.push(JSON.parse(line) as [string, string])
    return entries
  }
}

function isRelative(path: string): boolean {
  const parts = path.split('/')
  return (
    path.length <= 4096 && !path.includes('\0') && parts.every((part) => part !== '' && part !== '.' && part !== '..')
  )
}
