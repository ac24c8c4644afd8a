import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { readIdx, type IdxArray } from '../../src-engine/data/idx.ts'
import { GlassboxError } from '../contract/errors.ts'
import { sha256 } from './hash.ts'
import type { ListedFile } from './list-files.ts'
import { errno, readPictureFile } from './read-picture.ts'

/** Largest IDX file once unpacked: a million pictures of 32×32. */
const MAX_BYTES = 2 ** 30

/**
 * Reads an IDX file of unsigned bytes, packed with gzip or not: its content decides, not its name.
 * @param dimensions 3 for pictures, 1 for labels
 * @returns the array, and the hash of the file as it lies there
 * @throws {GlassboxError} `dataset/idx-invalid` naming the file and what is wrong with it
 */
export async function readIdxFile(
  { path, file }: ListedFile,
  dimensions: number,
): Promise<IdxArray & { sha256: string }> {
  try {
    const bytes = await readPictureFile(file)
    return { ...readIdx(await unpacked(bytes), dimensions), sha256: sha256(bytes) }
  } catch (cause) {
    if (!(cause instanceof GlassboxError || cause instanceof RangeError)) throw cause
    throw new GlassboxError('dataset/idx-invalid', `"${path}" cannot be used. ${cause.message}`, {
      hint: 'Copy or download the file again.',
      cause,
    })
  }
}

async function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES })
  } catch (cause) {
    if (errno(cause) === 'ERR_BUFFER_TOO_LARGE') throw new RangeError('It unpacks to more than 1024 MB.', { cause })
    throw new RangeError(`Its gzip data are damaged (${cause instanceof Error ? cause.message : String(cause)}).`, {
      cause,
    })
  }
}
