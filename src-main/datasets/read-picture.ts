import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import { GlassboxError } from '../contract/errors.ts'

/** Largest file that is read: an uncompressed picture at the pixel limit with 16-bit alpha would be larger, no photo is. */
export const MAX_FILE_BYTES = 512 * 2 ** 20

/** A read that takes longer (milliseconds) comes from a slow disk; so many of the next files are read beside this thread. */
const SLOW = 5
const PATIENT = 64
let patient = 0

/**
 * Reads a whole picture file. In this thread, as long as the disk is fast: what the system has in its memory is there ten
 * times sooner than through the thread pool, which is as busy decoding.
 * @throws {GlassboxError} `picture/unreadable` when it is gone, may not be read or is not a regular file;
 *   `picture/too-large` above `MAX_FILE_BYTES`
 */
export async function readPictureFile(file: string): Promise<Uint8Array> {
  try {
    if (patient > 0) return await readBeside(file)
    const started = performance.now()
    const bytes = readHere(file)
    if (performance.now() - started > SLOW) patient = PATIENT
    return bytes
  } catch (error) {
    throw error instanceof GlassboxError ? error : unreadable(error)
  }
}

/** Without O_NONBLOCK, a pipe that took the file's place would block for ever; Windows has no such flag. */
const READING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

function readHere(file: string): Uint8Array {
  const fd = openSync(file, READING)
  try {
    refuseOthers(fstatSync(fd))
    return readFileSync(fd)
  } finally {
    closeSync(fd)
  }
}

async function readBeside(file: string): Promise<Uint8Array> {
  patient--
  const handle = await open(file, READING)
  try {
    refuseOthers(await handle.stat())
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

function refuseOthers(stat: Stats): void {
  if (!stat.isFile()) throw new GlassboxError('picture/unreadable', 'This is not a regular file.')
  if (stat.size > MAX_FILE_BYTES)
    throw new GlassboxError(
      'picture/too-large',
      `The file has ${Math.round(stat.size / 2 ** 20)} MB; the limit is 512 MB.`,
      { hint: 'Save it as JPEG or PNG.' },
    )
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
