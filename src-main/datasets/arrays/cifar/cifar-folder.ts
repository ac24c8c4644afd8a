import { GlassboxError } from '../../../contract/errors.ts'
import { cancelled } from '../../cancelled.ts'
import type { PictureFolder, SourceFile } from '../../picture-folder.ts'
import { arrayFolder } from '../array-folder.ts'
import type { ArraySet, ManyPictures } from '../many-pictures.ts'
import { readArrayFile } from '../read-file.ts'
import type { CifarFiles, CifarLabels } from './cifar-sets.ts'

const SIDE = 32
const PLANE = SIDE * SIDE
const CODE = 'dataset/file-invalid'
/** A list of a hundred names has a thousand bytes. */
const MAX_NAMES_BYTES = 2 ** 16

/**
 * Reads the binary files of CIFAR (https://www.cs.toronto.edu/~kriz/cifar.html): of each picture one label (CIFAR-10) or a
 * coarse and a fine one (CIFAR-100), then 32×32 red values row by row, 32×32 green and 32×32 blue. The fine labels count.
 * @throws {GlassboxError} `dataset/file-invalid` naming the file and what is wrong with it, `cancelled`
 */
export async function readCifar(
  { labels: labelBytes, sets, names }: CifarFiles,
  signal?: AbortSignal,
): Promise<Pick<PictureFolder, 'classes' | 'entries' | 'prepare' | 'files'>> {
  const files: SourceFile[] = []
  const loaded: ArraySet[] = []
  for (const { split, batch } of sets) {
    if (signal?.aborted) throw cancelled()
    const { value, sha256 } = await readArrayFile(batch, CODE, (bytes) => parse(bytes, labelBytes))
    files.push({ path: batch.path, sha256 })
    loaded.push({ ...value, split, path: batch.path, labelsPath: batch.path })
  }
  const list = names && (await readArrayFile(names, CODE, toNames))
  if (names && list) files.push({ path: names.path, sha256: list.sha256 })
  return { ...arrayFolder(loaded, list?.value ?? null, CODE), files }
}

function parse(bytes: Uint8Array, labelBytes: CifarLabels): Pick<ArraySet, 'pictures' | 'labels'> {
  const record = labelBytes + 3 * PLANE
  const count = bytes.length / record
  if (count === 0 || !Number.isInteger(count))
    throw new RangeError(
      `It has ${bytes.length} bytes; pictures of CIFAR-${labelBytes === 1 ? 10 : 100} have ${record} each.`,
    )
  const labels = Uint8Array.from({ length: count }, (_, index) => bytes[index * record + labelBytes - 1]!)
  function picture(index: number): Uint8Array {
    const values = new Uint8Array(3 * PLANE)
    const from = index * record + labelBytes
    for (let i = 0; i < PLANE; i++)
      for (let channel = 0; channel < 3; channel++) values[i * 3 + channel] = bytes[from + channel * PLANE + i]!
    return values
  }
  return { labels, pictures: { count, height: SIDE, width: SIDE, channels: 3, picture } satisfies ManyPictures }
}

function toNames(bytes: Uint8Array): string[] {
  if (bytes.length > MAX_NAMES_BYTES) throw new RangeError('It is no list of the names of classes.')
  const names = new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (new Set(names).size < names.length) throw new RangeError('It names a class twice.')
  return names
}

/** What to do instead of opening the Python version, whose files are pickles. */
export function refusePickles(what: string): GlassboxError {
  return new GlassboxError(CODE, `${what} is pickled. A pickle can run any program, so Glassbox never opens one.`, {
    hint: 'Download the "binary version" of CIFAR, or save the arrays with numpy.savez.',
  })
}
