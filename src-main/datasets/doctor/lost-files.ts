import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { cancelled } from '../cancelled.ts'

/** A file as it was when it was imported. */
export interface OriginalFile {
  readonly file: string
  readonly sha256: string
  /** Null when only the hash is known. */
  readonly bytes: number | null
}

export type FileState = 'same' | 'changed' | 'missing'

/**
 * Whether files are what they were. Their content is read only where something was written to them, or put in their place,
 * since then.
 * @param since when they were imported, in milliseconds since 1970
 */
export async function statesOf(
  files: readonly OriginalFile[],
  since: number,
  onFile: () => void,
  signal?: AbortSignal,
): Promise<FileState[]> {
  const states: FileState[] = []
  for (const original of files) {
    if (signal?.aborted) throw cancelled()
    states.push(await stateOf(original, since))
    onFile()
  }
  return states
}

async function stateOf({ file, sha256, bytes }: OriginalFile, since: number): Promise<FileState> {
  const facts = await stat(file).catch(() => null)
  if (!facts?.isFile()) return 'missing'
  if (bytes !== null && facts.size !== bytes) return 'changed'
  // A file that was moved here keeps the time of its content, but not that of its entry.
  if (Math.max(facts.mtimeMs, facts.ctimeMs) < since) return 'same'
  return (await fileSha256(file).catch(() => null)) === sha256 ? 'same' : 'changed'
}

/** SHA-256 of a file of any size. */
export async function fileSha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
