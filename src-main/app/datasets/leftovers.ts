import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadStore } from '../../storage/store.ts'
import type { Places } from './places.ts'
import type { Uploads } from './uploads.ts'

/** Removes what processes that were killed left unfinished, and caches of data sets that were never stored. */
export async function removeLeftovers(read: ReadStore, places: Places, uploads: Uploads): Promise<void> {
  await uploads.removeAbandoned()
  const known = new Set(await read.datasets.ids())
  for (const name of await readdir(places.caches)) {
    const file = join(places.caches, name)
    const [id = ''] = name.split('-')
    if (name.endsWith('.part') ? await isOld(file) : /\.(u8|f32)$/.test(name) && !known.has(id))
      await rm(file, { force: true })
  }
}

/** Other processes prepare pictures too: what they write right now is no leftover. */
async function isOld(file: string): Promise<boolean> {
  const facts = await stat(file).catch(() => null)
  return facts !== null && Date.now() - facts.mtimeMs > 60_000
}
