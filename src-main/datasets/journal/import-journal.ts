import { copyFileSync, fsyncSync, linkSync, mkdirSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { tensorBytes } from '../../../src-engine/data/prepare/scale.ts'
import { CacheWriter } from '../cache-writer.ts'
import { sha256 } from '../hash.ts'
import type { PreparedPicture } from '../prepare-picture.ts'
import { ABOUT, LINES, PIXELS, readAbout, type JournalAbout } from './about.ts'
import { AppendedFile } from './appended-file.ts'
import { readLines, type Line } from './lines.ts'

/** Which file it is: one of another size or time is read again. */
export interface FileFacts {
  readonly size: number
  readonly mtimeMs: number
}

/** What is not written is lost with the process, what is not synced with the power (milliseconds). */
const WRITE_EVERY = 1000
const SYNC_EVERY = 10_000

/**
 * What an import has done so far, in a folder of its own: prepared pictures one after the other, and a line of facts for
 * each, in the same order. An import that begins again takes from it what is still the same file. Nothing in it is trusted
 * but by its hash, so it does not matter what a crash left half-written.
 */
export class ImportJournal {
  readonly #folder: string
  readonly #about: JournalAbout
  readonly #pixels: AppendedFile
  readonly #lines: AppendedFile
  readonly #known: Map<string, Line>
  #written = performance.now()
  #synced = performance.now()
  #count: number

  private constructor(folder: string, about: JournalAbout, lines: Line[]) {
    this.#folder = folder
    this.#about = about
    this.#pixels = new AppendedFile(join(folder, PIXELS), lines.length * about.itemSize)
    this.#lines = new AppendedFile(join(folder, LINES), lines.at(-1)?.end ?? 0)
    this.#known = new Map(lines.map((line) => [line.path, line]))
    this.#count = lines.length
  }

  /**
   * Opens the journal in this folder, or begins one when there is none of the same kind.
   * @throws {GlassboxError} `storage/disk-full`
   */
  static open(folder: string, about: JournalAbout): ImportJournal {
    const { total: _before, ...kind } = readAbout(folder) ?? { total: 0 }
    const { total: _now, ...wanted } = about
    if (!isDeepStrictEqual(kind, wanted)) {
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder, { recursive: true, mode: 0o700 })
    }
    writeFileSync(join(folder, ABOUT), JSON.stringify(about), { mode: 0o600 })
    const pixels = statSync(join(folder, PIXELS), { throwIfNoEntry: false })?.size ?? 0
    return new ImportJournal(folder, about, readLines(join(folder, LINES), Math.floor(pixels / about.itemSize)))
  }

  /** Pictures it holds. */
  get count(): number {
    return this.#count
  }

  /** The picture as it was prepared before, when it is still the same file and nothing of it was damaged. */
  find(path: string, { size, mtimeMs }: FileFacts): { index: number; picture: PreparedPicture } | null {
    const line = this.#known.get(path)
    if (line?.size !== size || line.mtimeMs !== mtimeMs) return null
    const pixels = this.#read(line.index)
    if (sha256(tensorBytes(pixels, this.#about.prepare)) !== line.facts.tensorSha256) return null
    return { index: line.index, picture: { ...line.facts, pixels } }
  }

  /** @returns its place among the pictures of the journal. @throws {GlassboxError} `storage/disk-full` */
  append(path: string, { size, mtimeMs }: FileFacts, { pixels, ...facts }: PreparedPicture): number {
    this.#pixels.append(pixels)
    this.#lines.append(Buffer.from(`${JSON.stringify({ path, size, mtimeMs, facts })}\n`))
    const now = performance.now()
    if (now - this.#synced > SYNC_EVERY) this.#sync()
    else if (this.#pixels.isFull || now - this.#written > WRITE_EVERY) this.#write()
    return this.#count++
  }

  /**
   * Makes the cache: pictures at these places, in this order. The journal itself stays.
   * @throws {GlassboxError} `storage/disk-full`
   */
  writeCache(places: readonly number[], cacheFile: string): void {
    this.#sync()
    if (places.length === this.#count && places.every((place, index) => place === index))
      return linkOrCopy(join(this.#folder, PIXELS), cacheFile)
    const cache = new CacheWriter(cacheFile)
    try {
      for (const place of places) cache.append(this.#read(place))
      cache.finish()
    } catch (error) {
      cache.abandon()
      throw error
    }
  }

  /** Writes what is left and closes the files. */
  close(): void {
    try {
      this.#pixels.close()
    } finally {
      this.#lines.close()
    }
  }

  /** Pixels first: a line stands for pixels that are there. */
  #write(): void {
    this.#pixels.write()
    this.#lines.write()
    this.#written = performance.now()
  }

  #sync(): void {
    for (const file of [this.#pixels, this.#lines]) file.write((fd) => fsyncSync(fd))
    this.#synced = this.#written = performance.now()
  }

  #read(index: number): Uint8Array {
    const pixels = new Uint8Array(this.#about.itemSize)
    this.#pixels.write((fd) => readSync(fd, pixels, 0, pixels.length, index * pixels.length))
    return pixels
  }
}

/** Not every file system knows a second name for a file. */
function linkOrCopy(from: string, to: string): void {
  rmSync(to, { force: true })
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}
