import { open, type FileHandle } from 'node:fs/promises'
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'
import { GlassboxError } from '../contract/errors.ts'

/** Largest file that is read: an uncompressed picture at the pixel limit with 16-bit alpha would be larger, no photo is. */
export const MAX_FILE_BYTES = 512 * 2 ** 20

/**
 * Reads a whole picture file.
 * @throws {GlassboxError} `picture/unreadable` when it is gone, may not be read or is not a regular file;
 *   `picture/too-large` above `MAX_FILE_BYTES`
 */
export function readPictureFile(file: string): Promise<Uint8Array> {
  return readRegularFile(file, MAX_FILE_BYTES, SAVE_AS)
}

/** A read that takes longer (milliseconds) comes from a slow disk; so many of the next files are read beside this thread. */
const SLOW = 5
const PATIENT = 64
let patient = 0

/**
 * Reads a whole picture file in this thread, as long as the disk is fast: for threads that do nothing but prepare pictures.
 * What the system has in its memory is there ten times sooner than through the thread pool, which is busy decoding.
 * @throws {GlassboxError} as `readPictureFile`
 */
export async function readPictureHere(file: string): Promise<Uint8Array> {
  if (patient-- > 0) return readPictureFile(file)
  const started = performance.now()
  try {
    const fd = openSync(file, READING)
    try {
      refuseLarge(sizeOf(fstatSync(fd)), MAX_FILE_BYTES, SAVE_AS)
      return readFileSync(fd)
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    throw error instanceof GlassboxError ? error : unreadable(error)
  } finally {
    patient = performance.now() - started > SLOW ? PATIENT : 0
  }
}

/**
 * Reads a whole file of any kind.
 * @param hint what to do about one that is too large
 * @throws {GlassboxError} as `readPictureFile`
 */
export function readRegularFile(file: string, limit: number, hint = 'Divide it.'): Promise<Uint8Array> {
  return withFile(file, async (handle, size) => {
    refuseLarge(size, limit, hint)
    return handle.readFile()
  })
}

/**
 * The first bytes of a file, at most so many, and its size.
 * @throws {GlassboxError} `picture/unreadable`
 */
export function readHead(file: string, length: number): Promise<{ bytes: Uint8Array; size: number }> {
  return withFile(file, async (handle, size) => {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(Math.min(length, size)), { position: 0 })
    return { bytes: buffer.subarray(0, bytesRead), size }
  })
}

async function withFile<T>(file: string, use: (handle: FileHandle, size: number) => Promise<T>): Promise<T> {
  let handle: FileHandle | undefined
  try {
    handle = await open(file, READING)
    return await use(handle, sizeOf(await handle.stat()))
  } catch (error) {
    throw error instanceof GlassboxError ? error : unreadable(error)
  } finally {
    await handle?.close()
  }
}

/** Without O_NONBLOCK, a pipe that took the file's place would block for ever; Windows has no such flag. */
const READING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
const SAVE_AS = 'Save it as JPEG or PNG.'

/** @throws {GlassboxError} `picture/unreadable` */
function sizeOf(stat: Stats): number {
  if (!stat.isFile()) throw new GlassboxError('picture/unreadable', 'This is not a regular file.')
  return stat.size
}

function refuseLarge(size: number, limit: number, hint: string): void {
  if (size <= limit) return
  const [megabytes, most] = [size, limit].map((bytes) => Math.round(bytes / 2 ** 20))
  throw new GlassboxError('picture/too-large', `The file has ${megabytes} MB; the limit is ${most} MB.`, { hint })
}

/** True for the error of a file that is not there any more. */
export function isGone(error: unknown): error is GlassboxError {
  return error instanceof GlassboxError && error.code === 'picture/unreadable' && errno(error.cause) === 'ENOENT'
}

/** The system's name of an error, for example ENOENT. */
export function errno(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function unreadable(cause: unknown): GlassboxError {
  const code = errno(cause)
  if (code === 'ENOENT')
    return new GlassboxError('picture/unreadable', 'The file is not there any more.', {
      hint: 'Was it moved or deleted?',
      cause,
    })
  if (code === 'EACCES' || code === 'EPERM')
    return new GlassboxError('picture/unreadable', 'You have no permission to read this file.', {
      hint: 'Change its permissions.',
      cause,
    })
  const message = cause instanceof Error ? cause.message : String(cause)
  return new GlassboxError('picture/unreadable', `The file cannot be read (${message}).`, { cause })
}
