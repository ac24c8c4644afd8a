import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { GlassboxError, type ErrorCode } from '../../contract/errors.ts'
import { sha256 } from '../hash.ts'
import type { ListedFile } from '../list-files.ts'
import { errno, readRegularFile } from '../read-picture.ts'

/** Largest file of arrays, as it lies there and once unpacked: a million gray pictures of 32×32. */
export const MAX_ARRAY_BYTES = 2 ** 30

/**
 * Reads a whole file of arrays, packed with gzip or not: its content decides, not its name.
 * @param parse what is in it; a RangeError or GlassboxError of it is thrown with the file's name
 * @returns what `parse` makes of it, and the hash of the file as it lies there
 * @throws {GlassboxError} `code`, naming the file and what is wrong with it
 */
export async function readArrayFile<T>(
  { path, file }: ListedFile,
  code: ErrorCode,
  parse: (bytes: Uint8Array) => T | Promise<T>,
): Promise<{ value: T; sha256: string }> {
  try {
    const bytes = await readRegularFile(file, MAX_ARRAY_BYTES)
    return { value: await parse(await unpacked(bytes)), sha256: sha256(bytes) }
  } catch (cause) {
    if (!(cause instanceof GlassboxError || cause instanceof RangeError)) throw cause
    throw new GlassboxError(code, `"${path}" cannot be used. ${cause.message}`, {
      hint: (cause instanceof GlassboxError ? cause.hint : undefined) ?? 'Copy or download the file again.',
      cause,
    })
  }
}

async function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_ARRAY_BYTES })
  } catch (cause) {
    if (errno(cause) === 'ERR_BUFFER_TOO_LARGE') throw new RangeError('It unpacks to more than 1024 MB.', { cause })
    throw new RangeError(`Its gzip data are damaged (${cause instanceof Error ? cause.message : String(cause)}).`, {
      cause,
    })
  }
}
