import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BACKUPS_FOLDER } from '../../storage/backups/names.ts'
import { DAMAGED_FOLDER } from '../../storage/files.ts'
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

/** Of every file in a folder and below. */
const bytesIn = async (folder: string): Promise<number> =>
  (await filesIn(folder)).reduce((sum, { size }) => sum + size, 0)

/** Every file in a folder and below; what goes away meanwhile is not among them. */
export async function filesIn(folder: string): Promise<{ name: string; size: number }[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  const files: { name: string; size: number }[] = []
  for (const entry of entries)
    if (entry.isFile()) {
      const facts = await stat(join(entry.parentPath, entry.name)).catch(() => null)
      if (facts) files.push({ name: entry.name, size: facts.size })
    }
  return files
}
