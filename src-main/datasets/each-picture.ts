import { existsSync } from 'node:fs'
import { GlassboxError } from '../contract/errors.ts'
import { cancelled } from './cancelled.ts'
import type { SkippedFile } from '../contract/types.ts'
import type { Pause } from './pause.ts'
import { ProgressReporter, type Progress } from './progress.ts'
import { isGone } from './read-picture.ts'
import { rootError } from './list-files.ts'
import type { FolderEntry, PictureFolder } from './picture-folder.ts'
import type { Scanned } from './scanned.ts'

export interface JobOptions {
  onProgress?: (progress: Progress) => void
  /** What a folder holds, as soon as it is listed. */
  onScanned?: (scanned: Scanned) => void
  signal?: AbortSignal
  pause?: Pause
}

/** Files whose data are in memory at a time: two being decoded while one is being prepared and one waits for its turn. */
const IN_FLIGHT = 4

type Outcome<T> = { result: T } | { error: unknown }

/**
 * Does the work for every file of a folder, a few at a time, and hands the results over one by one in the entries' order.
 * @param work runs for a few files at once; a `picture/…` error skips the file
 * @param take runs for one file at a time, in order; says whether the file was known before
 * @returns the files skipped, with reasons
 * @throws {GlassboxError} `cancelled`; `dataset/not-found` when the folder itself vanished; whatever `take` throws
 */
export async function eachPicture<T>(
  { root, entries }: PictureFolder,
  work: (entry: FolderEntry) => Promise<T>,
  take: (entry: FolderEntry, result: T) => 'done' | 'known',
  { onProgress, signal, pause }: JobOptions,
): Promise<SkippedFile[]> {
  const progress = new ProgressReporter(entries.length, (now) => onProgress?.(now))
  const skipped: SkippedFile[] = []
  const settle = (entry: FolderEntry): Promise<Outcome<T>> =>
    work(entry).then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    )

  const running = entries.slice(0, IN_FLIGHT).map(settle)
  try {
    for (const [index, entry] of entries.entries()) {
      const outcome = await running.shift()!
      if (pause?.isPaused) await progress.rest(pause.whenGoing(signal))
      if (signal?.aborted) throw cancelled()
      const next = entries[index + IN_FLIGHT]
      if (next) running.push(settle(next))
      if ('error' in outcome) {
        if (root !== null && isGone(outcome.error) && !existsSync(root)) throw rootError(root, outcome.error.cause)
        skipped.push(skippedFile(entry, outcome.error))
        progress.add('skipped')
      } else progress.add(take(entry, outcome.result))
    }
  } finally {
    await Promise.all(running)
  }
  return skipped
}

function skippedFile({ path }: FolderEntry, error: unknown): SkippedFile {
  if (!(error instanceof GlassboxError && error.code.startsWith('picture/'))) throw error
  return { path, code: error.code, reason: error.hint ? `${error.message} ${error.hint}` : error.message }
}
