import type { Classified, PictureInput } from '../../src-main/contract/types.ts'
import type { PathFile } from './folder.ts'

const MOST_PICTURES = 8
const MOST_BYTES = 16 * 1024 * 1024

export interface PictureBatch {
  readonly inputs: PictureInput[]
  /** Files that the browser could not read. */
  readonly failures: Classified[]
}

/** Reads pictures in calls of at most 8 files or 16 MB, so that no message grows large and answers come early. */
export async function* batchesOf(files: readonly PathFile[]): AsyncGenerator<PictureBatch> {
  let batch: PictureBatch = { inputs: [], failures: [] }
  let bytes = 0
  for (const { path, file } of files) {
    const count = batch.inputs.length + batch.failures.length
    if (count === MOST_PICTURES || (count > 0 && bytes + file.size > MOST_BYTES)) {
      yield batch
      batch = { inputs: [], failures: [] }
      bytes = 0
    }
    bytes += file.size
    try {
      batch.inputs.push({ name: path, bytes: new Uint8Array(await file.arrayBuffer()) })
    } catch {
      batch.failures.push({
        file: path,
        error: { code: 'picture/unreadable', message: 'The browser could not read this file.' },
      })
    }
  }
  if (batch.inputs.length + batch.failures.length > 0) yield batch
}
