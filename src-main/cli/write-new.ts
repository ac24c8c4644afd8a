import { writeFile } from 'node:fs/promises'
import { GlassboxError } from '../contract/errors.ts'

/**
 * Writes a file that is not there yet.
 * @throws {GlassboxError} `input/invalid` when it is, or when it cannot be made
 */
export async function writeNew(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'EEXIST' ? 'it is there already' : (cause.code ?? cause.message)
    throw new GlassboxError('input/invalid', `The file "${file}" cannot be made: ${reason}.`, {
      hint: 'Choose another name, or a folder that you may write to.',
      cause,
    })
  })
}
