import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { GlassboxError } from '../contract/errors.ts'
import { errno } from './read-picture.ts'

/**
 * Writes a cache of prepared pictures beside its final place and moves it there when it is whole: a cache file that exists
 * is complete.
 */
export class CacheWriter {
  readonly #file: string
  readonly #part: string
  #fd: number | null
  /** What is collected before it is written: a picture alone can be so small that asking the system for it takes longer. */
  readonly #buffer = new Uint8Array(2 ** 20)
  #waiting = 0

  /** @throws {GlassboxError} `storage/disk-full` */
  constructor(file: string) {
    this.#file = file
    // Two processes may prepare the same pictures at once; whoever is done last wins with the same bytes.
    this.#part = `${file}.${randomUUID()}.part`
    this.#fd = onDisk(() => {
      // The cache may be thrown away at any time, with its folder.
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      return openSync(this.#part, 'w', 0o600)
    })
  }

  /** @throws {GlassboxError} `storage/disk-full` */
  append(pixels: Uint8Array): void {
    if (this.#waiting + pixels.length > this.#buffer.length) this.#flush()
    if (pixels.length > this.#buffer.length) return this.#write(pixels)
    this.#buffer.set(pixels, this.#waiting)
    this.#waiting += pixels.length
  }

  /** Makes the cache durable under its name. @throws {GlassboxError} `storage/disk-full` */
  finish(): void {
    this.#flush()
    onDisk(() => fsyncSync(this.#fd!))
    this.#close()
    onDisk(() => renameSync(this.#part, this.#file))
    syncFolder(dirname(this.#file))
  }

  /** Deletes what was written so far. */
  abandon(): void {
    this.#close()
    rmSync(this.#part, { force: true })
  }

  #flush(): void {
    this.#write(this.#buffer.subarray(0, this.#waiting))
    this.#waiting = 0
  }

  #write(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;)
      written += onDisk(() => writeSync(this.#fd!, bytes, written, bytes.length - written))
  }

  #close(): void {
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
  }
}

/** A rename is durable once its folder is written; Windows does so by itself and cannot open a folder. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** @throws {GlassboxError} `storage/disk-full` where the operation finds no room */
export function onDisk<T>(operation: () => T): T {
  try {
    return operation()
  } catch (cause) {
    if (errno(cause) !== 'ENOSPC' && errno(cause) !== 'EDQUOT') throw cause
    throw new GlassboxError('storage/disk-full', 'The disk is full; the import was undone.', {
      hint: 'Free some space and import it again.',
      cause,
    })
  }
}
