import { stat } from 'node:fs/promises'
import { cancelled } from './cancelled.ts'
import { fileSha256 } from './doctor/lost-files.ts'
import type { JobOptions } from './each-picture.ts'
import { listFiles } from './list-files.ts'
import { ProgressReporter } from './progress.ts'
import type { FindRequest } from './protocol.ts'

/**
 * Finds files by their content below a folder. Only those of a size that is looked for are read.
 * @returns the paths inside the folder of each hash that was found
 * @throws {GlassboxError} as `listFiles`
 */
export async function findFiles(
  { folder, wanted }: FindRequest,
  { onProgress, signal }: JobOptions,
): Promise<Map<string, string[]>> {
  const { files } = await listFiles(folder, signal)
  const hashes = new Set(wanted.map(({ sha256 }) => sha256))
  const sizes = new Set(wanted.map(({ bytes }) => bytes))
  const progress = new ProgressReporter(files.length, (now) => onProgress?.(now))
  const found = new Map<string, string[]>()
  for (const { path, file } of files) {
    if (signal?.aborted) throw cancelled()
    const facts = await stat(file).catch(() => null)
    const mayBe = facts !== null && (sizes.has(null) || sizes.has(facts.size))
    const sha256 = mayBe ? await fileSha256(file).catch(() => '') : ''
    if (hashes.has(sha256)) found.set(sha256, [...(found.get(sha256) ?? []), path])
    progress.add('done')
  }
  return found
}
