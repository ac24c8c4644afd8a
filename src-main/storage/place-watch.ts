import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { GlassboxError } from '../contract/errors.ts'

/**
 * A file that is open goes on taking what is written to it when its disk is pulled out or its folder is removed, and all of
 * that is lost.
 * @returns what throws `home/unusable` once the file is not the one in its place any more
 */
export function watchPlace(file: string): () => void {
  const opened = identity(file)
  return () => {
    if (identity(file) !== opened)
      throw new GlassboxError(
        'home/unusable',
        `The home folder is gone, or another is in its place: ${dirname(file)}`,
        {
          hint: 'Bring it back (plug the disk in, mount the folder), then start Glassbox again. Everything saved before is in it.',
        },
      )
  }
}

function identity(file: string): string | null {
  try {
    const { dev, ino } = statSync(file, { bigint: true })
    return `${dev} ${ino}`
  } catch {
    return null
  }
}
