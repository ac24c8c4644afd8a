import { join } from 'node:path'
import type { StorageInfo } from '../../contract/types.ts'
import type { JobOptions } from '../../datasets/each-picture.ts'
import { BACKUPS_FOLDER, parseBackupName } from '../../storage/backups/names.ts'
import { openReadStore } from '../../storage/client.ts'
import type { ReadStore, WriteStore } from '../../storage/store.ts'
import type { Places } from '../datasets/places.ts'
import { compact } from './compact.ts'
import { filesIn, folderSizes } from './folder-sizes.ts'

/** What takes how many bytes in the home folder. */
export async function storageInfo(home: string, places: Places, read: ReadStore): Promise<StorageInfo> {
  const [{ free, ...sizes }, folders, trash, backups] = await Promise.all([
    read.upkeep.sizes(),
    folderSizes(home, places),
    read.runs.trash(),
    filesIn(join(home, BACKUPS_FOLDER)),
  ])
  const NAMES = {
    ...{ weights: 'weights', optimizers: 'optimiser states', metrics: 'metrics', items: 'lists of pictures and rows' },
    ...{
      other: 'other',
      log: 'log',
      caches: 'prepared pictures',
      thumbnails: 'thumbnails',
      uploads: 'uploaded pictures',
    },
    ...{ backups: 'backups', damaged: 'damaged files set aside' },
  }
  const bytes = { ...sizes, ...folders }
  return {
    database: Object.values(sizes).reduce((sum, size) => sum + size, free),
    parts: Object.entries(NAMES).map(([part, name]) => ({ name, bytes: bytes[part as keyof typeof NAMES] })),
    free,
    trash: { runs: trash.length },
    backups: backups.flatMap(({ name, size }) => {
      const known = parseBackupName(name)
      return known ? [{ file: join(home, BACKUPS_FOLDER, name), bytes: size, createdAt: known.at }] : []
    }),
  }
}

/** Looks through the whole database on a connection of its own, so that nobody waits for it. @returns problems in words */
export async function checkStorage(home: string, { onProgress, signal }: JobOptions): Promise<string[]> {
  const reader = await openReadStore(home)
  try {
    for (;;) {
      signal?.throwIfAborted()
      const { done, total, problems } = await reader.store.upkeep.checkStep()
      onProgress?.({ done, total, skipped: 0, perSecond: 0, secondsLeft: null })
      if (problems) return [...problems]
    }
  } finally {
    await reader.close()
  }
}

/** Deletes weights that nothing refers to, and gives free space back to the disk. */
export async function compactStorage(
  read: ReadStore,
  write: WriteStore,
  { onProgress, signal }: JobOptions,
): Promise<void> {
  await write.upkeep.collect()
  const { free } = await read.upkeep.sizes()
  const started = performance.now()
  await compact(
    free,
    write.upkeep,
    (done, total) => {
      const perSecond = done / ((performance.now() - started) / 1000)
      onProgress?.({
        done,
        total,
        skipped: 0,
        perSecond,
        secondsLeft: perSecond > 0 ? (total - done) / perSecond : null,
      })
    },
    signal,
  )
}
