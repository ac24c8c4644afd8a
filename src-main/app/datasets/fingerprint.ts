import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { listFiles, type ListedFile } from '../../datasets/list-files.ts'

/**
 * Of the names, sizes and times of all files below a folder: while it stays the same, nothing has to be decoded again.
 * @throws {GlassboxError} when the folder cannot be listed
 */
export async function folderFingerprint(root: string, signal?: AbortSignal): Promise<string> {
  return filesFingerprint((await listFiles(root, signal)).files)
}

/** Files whose facts are asked for at the same time. */
const AT_ONCE = 64

async function lineOf({ path, file }: ListedFile): Promise<string> {
  const facts = await stat(file).catch(() => null)
  return JSON.stringify([path, facts?.size, facts?.mtimeMs])
}

/** The same of these files. */
export async function filesFingerprint(files: readonly ListedFile[]): Promise<string> {
  const lines: string[] = []
  for (let first = 0; first < files.length; first += AT_ONCE)
    lines.push(...(await Promise.all(files.slice(first, first + AT_ONCE).map(lineOf))))
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}

/**
 * Of a file's path, size and time, and of how it is read: while it stays the same, it need not be read again.
 * @param reading as it was chosen
 */
export async function fileFingerprint(file: string, reading: unknown): Promise<string> {
  const { size, mtimeMs } = await stat(file)
  return createHash('sha256')
    .update(JSON.stringify([file, size, mtimeMs, reading]))
    .digest('hex')
}
