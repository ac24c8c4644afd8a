import { readIdx, type IdxArray } from '../../../../src-engine/data/idx.ts'
import type { ListedFile } from '../../list-files.ts'
import { readArrayFile } from '../read-file.ts'

/**
 * Reads an IDX file of unsigned bytes.
 * @param dimensions 3 for pictures, 1 for labels
 * @returns the array, and the hash of the file as it lies there
 * @throws {GlassboxError} `dataset/idx-invalid` naming the file and what is wrong with it
 */
export async function readIdxFile(file: ListedFile, dimensions: number): Promise<IdxArray & { sha256: string }> {
  const { value, sha256 } = await readArrayFile(file, 'dataset/idx-invalid', (bytes) => readIdx(bytes, dimensions))
  return { ...value, sha256 }
}
