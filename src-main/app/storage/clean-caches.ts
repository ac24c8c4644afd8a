import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Places } from '../datasets/places.ts'

/** A cache of a data set: its id, and how its pictures are prepared. An import writes to one called new. */
const CACHE = /^([^-]+)-(?!new\.).*\.(?:u8|f32)$/

/**
 * Removes what can be made again from the originals: prepared pictures, rows and thumbnails.
 * @param inUse whether a data set is being trained on, whose caches stay
 * @returns bytes that were freed
 */
export async function cleanCaches(places: Places, inUse: (datasetId: string) => boolean): Promise<number> {
  let freed = 0
  const remove = async (file: string): Promise<void> => {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    )
    await rm(file, { force: true })
    freed += size
  }
  for (const name of await namesIn(places.caches)) {
    const id = CACHE.exec(name)?.[1]
    if (id !== undefined && !inUse(id)) await remove(join(places.caches, name))
  }
  for (const name of await namesIn(places.thumbnails))
    if (!name.endsWith('.part')) await remove(join(places.thumbnails, name))
  return freed
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])
