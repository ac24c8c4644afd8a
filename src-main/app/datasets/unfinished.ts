import { createHash } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { GlassboxError } from '../../contract/errors.ts'
import type { LayoutChoice, UnfinishedImport } from '../../contract/types.ts'
import { LINES, PIXELS, readAbout } from '../../datasets/journal/about.ts'
import type { Places } from './places.ts'

/** What nobody went on with for so long is removed (milliseconds). */
const OLD = 30 * 24 * 3600 * 1000

/** Imports that a crash ended, or the end of the program: what they had done waits in a journal. */
export class Unfinished {
  readonly #places: Places
  /** Keys of those that are being written. */
  readonly #active = new Set<string>()

  constructor(places: Places) {
    this.#places = places
  }

  /** @returns the key of this folder's journal, to be given back with `release`; null while another import writes it */
  claim(folder: string, layout: LayoutChoice | undefined): string | null {
    const key = createHash('sha256')
      .update(JSON.stringify([folder, layout?.depth, layout?.splits]))
      .digest('hex')
      .slice(0, 32)
    if (this.#active.has(key)) return null
    this.#active.add(key)
    return key
  }

  /** @param keep whether an import of the folder shall go on from there */
  async release(key: string, keep: boolean): Promise<void> {
    if (!keep) await this.#remove(key)
    this.#active.delete(key)
  }

  /** Newest first. */
  async list(): Promise<UnfinishedImport[]> {
    const resting = (await this.#keys()).filter((key) => !this.#active.has(key))
    const found = await Promise.all(resting.map((key) => this.#read(key)))
    return found.filter((one) => one !== null).sort((a, b) => b.at - a.at)
  }

  /** @throws {GlassboxError} `not-found` when there is none, or it is at work */
  async discard(key: string): Promise<void> {
    if (this.#active.has(key) || !(await this.#keys()).includes(key))
      throw new GlassboxError('not-found', 'There is no unfinished import of this name.', {
        hint: 'It may have been finished meanwhile: look at the list of data sets.',
      })
    await this.#remove(key)
  }

  /** Removes what is old, cannot be read, or is of a folder that is gone. */
  async removeOld(): Promise<void> {
    for (const key of await this.#keys()) {
      if (this.#active.has(key)) continue
      const found = await this.#read(key)
      const isThere = found !== null && (await stat(found.folder).catch(() => null)) !== null
      if (!isThere || Date.now() - found.at > OLD) await this.#remove(key)
    }
  }

  async #keys(): Promise<string[]> {
    const names = await readdir(this.#places.caches).catch(() => [])
    return names.flatMap((name) => /^([0-9a-f]{32})\.import$/.exec(name)?.[1] ?? [])
  }

  async #read(key: string): Promise<UnfinishedImport | null> {
    const journal = this.#places.journal(key)
    const about = readAbout(journal)
    const pixels = await stat(join(journal, PIXELS)).catch(() => null)
    const lines = await stat(join(journal, LINES)).catch(() => null)
    if (!about || !pixels || !lines) return null
    const { folder, total, itemSize } = about
    return { key, folder, done: Math.min(total, Math.floor(pixels.size / itemSize)), total, at: lines.mtimeMs }
  }

  #remove(key: string): Promise<void> {
    return rm(this.#places.journal(key), { recursive: true, force: true })
  }
}
