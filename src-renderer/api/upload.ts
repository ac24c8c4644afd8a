import { GlassboxError, type ErrorEnvelope } from '../../src-main/contract/errors.ts'
import { errorOf } from './error-of.ts'
import type { PathFile } from './folder.ts'
import { keyHeader } from './page-key.ts'

const AT_ONCE = 6
const ATTEMPTS = 4

export const UNREADABLE: ErrorEnvelope = {
  code: 'picture/unreadable',
  message: 'The browser could not read this file.',
}

export interface UploadFailure {
  readonly path: string
  readonly error: ErrorEnvelope
}

interface UploadOptions {
  readonly signal: AbortSignal
  /** Called after every file, with the number of files that are through. */
  readonly onProgress: (done: number) => void
}

/**
 * Sends files to the host, a few at a time. A file that cannot be read or is refused for its name is left out and
 * returned; a lost connection is tried again.
 * @throws {GlassboxError} when the host refuses the whole upload, `cancelled` when `signal` aborts.
 */
export async function uploadFiles(
  uploadId: string,
  files: readonly PathFile[],
  options: UploadOptions,
): Promise<UploadFailure[]> {
  const failures: UploadFailure[] = []
  const queue = files.values()
  let done = 0
  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])
  const lane = async (): Promise<void> => {
    for (const entry of queue) {
      const error = await send(uploadId, entry, signal)
      if (error) failures.push({ path: entry.path, error })
      options.onProgress(++done)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
  } catch (error) {
    stop.abort()
    // What was sent already is of no use any more; if this is not heard either, it is cleared away later.
    await fetch(`/uploads/${uploadId}`, { method: 'DELETE', headers: keyHeader() }).catch(() => undefined)
    throw options.signal.aborted ? new GlassboxError('cancelled', 'The upload was cancelled.') : error
  }
  return failures
}

/** @returns the reason when this one file has to be left out. */
async function send(uploadId: string, entry: PathFile, signal: AbortSignal): Promise<ErrorEnvelope | null> {
  const { path } = entry
  const file = await entry.file().catch(() => null)
  if (!file) return UNREADABLE
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    const response = await put(`/uploads/${uploadId}?path=${encodeURIComponent(path)}`, file, signal)
    if (response?.ok) return null
    if (response) {
      const error = await errorOf(response)
      if (error.code === 'upload/invalid' || error.code.startsWith('picture/')) return error
      throw GlassboxError.fromEnvelope(error)
    }
    if (!(await readable(file))) return UNREADABLE
    if (attempt === ATTEMPTS)
      throw new GlassboxError('server/connection-lost', 'The connection was lost while sending the pictures.')
    await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt))
  }
}

async function put(address: string, body: File, signal: AbortSignal): Promise<Response | null> {
  try {
    return await fetch(address, { method: 'PUT', body, signal, headers: keyHeader() })
  } catch {
    signal.throwIfAborted()
    return null
  }
}

async function readable(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    )
}
