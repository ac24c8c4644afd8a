import { statSync } from 'node:fs'
import { CacheWriter } from './cache-writer.ts'
import type { FileFacts, ImportJournal } from './journal/import-journal.ts'
import type { FolderEntry } from './picture-folder.ts'
import type { PreparedPicture } from './prepare-picture.ts'

/** A picture that is ready: prepared now from a file with these facts, or taken from a place in a journal. */
interface Ready {
  readonly picture: PreparedPicture
  readonly facts?: FileFacts
  readonly place?: number
}

/** Where an import puts its pictures. */
export interface ImportTarget {
  /** May be under way for a few pictures at once. @throws {GlassboxError} `picture/…` */
  ready(entry: FolderEntry, prepare: (entry: FolderEntry) => Promise<PreparedPicture>): Promise<Ready>
  /** Called in the order of the cache. @throws {GlassboxError} `storage/disk-full` */
  take(entry: FolderEntry, ready: Ready): 'done' | 'known'
  /** Makes the cache. @throws {GlassboxError} `storage/disk-full` */
  finish(): void
  /** Leaves no cache. */
  abandon(): void
}

/** Straight into the cache. */
export function toCache(cacheFile: string): ImportTarget {
  const cache = new CacheWriter(cacheFile)
  return {
    ready: async (entry, prepare) => ({ picture: await prepare(entry) }),
    take(_, { picture }) {
      cache.append(picture.pixels)
      return 'done'
    },
    finish: () => cache.finish(),
    abandon: () => cache.abandon(),
  }
}

/** Into a journal first, from which an import that was ended by a crash takes what was done. */
export function throughJournal(
  journal: ImportJournal,
  fileOf: (path: string) => string,
  cacheFile: string,
): ImportTarget {
  const places: number[] = []
  return {
    async ready(entry, prepare) {
      // Before it is read: a file that changes meanwhile has other facts next time.
      const facts = factsOf(fileOf(entry.path))
      const known = journal.find(entry.path, facts)
      return known ? { picture: known.picture, place: known.index } : { picture: await prepare(entry), facts }
    },
    take({ path }, { picture, facts = NO_FACTS, place }) {
      places.push(place ?? journal.append(path, facts, picture))
      return place === undefined ? 'done' : 'known'
    },
    finish() {
      journal.writeCache(places, cacheFile)
      journal.close()
    },
    abandon: () => journal.close(),
  }
}

/** Equal to no file's. */
const NO_FACTS: FileFacts = { size: NaN, mtimeMs: NaN }

function factsOf(file: string): FileFacts {
  try {
    return statSync(file)
  } catch {
    return NO_FACTS
  }
}
