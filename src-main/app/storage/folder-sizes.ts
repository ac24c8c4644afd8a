import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BACKUPS_FOLDER } from '../../storage/backups/names.ts'
import { DAMAGED_FOLDER } from '../../storage/recovery/recover.ts'
import type { Places } from '../datasets/places.ts'

/** Bytes in the folders beside the database. */
export interface FolderSizes {
  /** Prepared pictures and rows. */
  readonly caches: number
  readonly thumbnails: number
  readonly uploads: number
  readonly backups: number
  readonly damaged: number
}

export async function folderSizes(home: string, places: Places): Promise<FolderSizes> {
  const [cache, thumbnails, uploads, backups, damaged] = await Promise.all(
    [places.caches, places.thumbnails, places.uploads, join(home, BACKUPS_FOLDER), join(home, DAMAGED_FOLDER)].map(
      bytesIn,
    ),
  )
  return {
    caches: cache! - thumbnails!,
    thumbnails: thumbnails!,
    uploads: uploads!,
    backups: backups!,
    damaged: damaged!,
  }
}

/** Of every file in a folder and below; what goes away meanwhile counts nothing. */
async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  let total = 0
  for (const entry of entries)
    if (entry.isFile())
      total += await stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      )
  return total
}
