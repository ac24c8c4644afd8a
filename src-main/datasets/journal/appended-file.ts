import { closeSync, constants, ftruncateSync, openSync, writeSync } from 'node:fs'
import { onDisk } from '../cache-writer.ts'

/** What is collected before it is written (bytes): as much as a crash of the process can lose. */
const BUFFER = 2 ** 18

/** A file that grows at its end. */
export class AppendedFile {
  readonly #fd: number
  #waiting: Uint8Array[] = []
  #bytes = 0
  /** Where the next byte goes. */
  #end: number

  /**
   * @param length what is kept of a file that is there already
   * @throws {GlassboxError} `storage/disk-full`
   */
  constructor(file: string, length: number) {
    this.#fd = onDisk(() => openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600))
    ftruncateSync(this.#fd, length)
    this.#end = length
  }

  append(bytes: Uint8Array): void {
    this.#waiting.push(bytes)
    this.#bytes += bytes.length
  }

  /** Whether so much waits that it should be written. */
  get isFull(): boolean {
    return this.#bytes >= BUFFER
  }

  /** Writes everything, then does this with the file. @throws {GlassboxError} `storage/disk-full` */
  write(then?: (fd: number) => void): void {
    const bytes = Buffer.concat(this.#waiting)
    this.#waiting = []
    this.#bytes = 0
    for (let written = 0; written < bytes.length;)
      written += onDisk(() => writeSync(this.#fd, bytes, written, bytes.length - written, this.#end + written))
    this.#end += bytes.length
    then?.(this.#fd)
  }

  close(): void {
    try {
      this.write()
    } finally {
      closeSync(this.#fd)
    }
  }
}
