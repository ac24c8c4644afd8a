import type { ErrorEnvelope } from '../../src-main/contract/errors.ts'
import type { Classified, PictureInput } from '../../src-main/contract/types.ts'
import type { PathFile, Picture } from './folder.ts'
import { UNREADABLE } from './upload.ts'

const MOST_PICTURES = 8
const MOST_BYTES = 16 * 1024 * 1024
/** The host closes a connection over which a larger message than 64 MB comes. */
const LARGEST_PICTURE = 48 * 1024 * 1024
const TOO_LARGE: ErrorEnvelope = {
  code: 'picture/too-large',
  message: 'The file is larger than 48 MB.',
}

export interface PictureBatch {
  readonly inputs: PictureInput[]
  /** Files that the browser could not read, and such as are too large to be sent. */
  readonly failures: Classified[]
}

/** Reads pictures in calls of at most 8 files or 16 MB, so that no message grows large and answers come early. */
export async function* batchesOf(files: readonly Picture[]): AsyncGenerator<PictureBatch> {
  let batch: PictureBatch = { inputs: [], failures: [] }
  let bytes = 0
  for (const entry of files) {
    const read = 'onDisk' in entry ? null : await bytesOf(entry)
    const size = read instanceof Uint8Array ? read.byteLength : 0
    const count = batch.inputs.length + batch.failures.length
    if (count === MOST_PICTURES || (count > 0 && bytes + size > MOST_BYTES)) {
      yield batch
      batch = { inputs: [], failures: [] }
      bytes = 0
    }
    bytes += size
    if (read === null) batch.inputs.push({ path: entry.path })
    else if (read instanceof Uint8Array) batch.inputs.push({ name: entry.path, bytes: read })
    else batch.failures.push({ file: entry.path, error: read })
  }
  if (batch.inputs.length + batch.failures.length > 0) yield batch
}

async function bytesOf(entry: PathFile): Promise<Uint8Array<ArrayBuffer> | ErrorEnvelope> {
  try {
    const file = await entry.file()
    return file.size > LARGEST_PICTURE ? TOO_LARGE : new Uint8Array(await file.arrayBuffer())
  } catch {
    return UNREADABLE
  }
}
