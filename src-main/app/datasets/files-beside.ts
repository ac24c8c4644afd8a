import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { GlassboxError } from '../../contract/errors.ts'
import { rootError, type ListedFile } from '../../datasets/list-files.ts'

/**
 * A file and what lies in the same folder, under their names there.
 * @throws {GlassboxError} `dataset/not-found`, `dataset/no-permission`, `dataset/file-invalid` for a folder, pipe or device
 */
export async function filesBeside(given: string): Promise<{ folder: string; files: ListedFile[]; file: string }> {
  try {
    const path = await realpath(resolve(given))
    if (!(await stat(path)).isFile())
      throw new GlassboxError('dataset/file-invalid', `${given} is not a regular file.`, {
        hint: 'Choose a file, or import it as a folder.',
      })
    const folder = dirname(path)
    const entries = await readdir(folder, { withFileTypes: true })
    const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
    return { folder, files: names.map((name) => ({ path: name, file: join(folder, name) })), file: basename(path) }
  } catch (error) {
    throw error instanceof GlassboxError ? error : rootError(given, error)
  }
}

/** What data from a file are called: its name without what says how it is written. */
export const nameOfFile = (file: string): string =>
  file.replace(/(?<=.)(\.(npz|npy|bin|csv|tsv|txt))?(\.gz)?$/i, '') || file
