import { readNpy, type NpyArray } from '../../../../src-engine/data/npy.ts'
import { cancelled } from '../../cancelled.ts'
import { GlassboxError } from '../../../contract/errors.ts'
import type { ListedFile } from '../../list-files.ts'
import { compareNames } from '../../order.ts'
import type { PictureFolder, SourceFile } from '../../picture-folder.ts'
import { arrayFolder } from '../array-folder.ts'
import type { ArraySet } from '../many-pictures.ts'
import { readArrayFile } from '../read-file.ts'
import { pairArrays, type NamedPair } from './array-names.ts'
import { openNpz, type Npz } from './npz.ts'
import { toLabels } from './to-labels.ts'
import { pixelRange, toPictures, type PixelRange } from './to-pictures.ts'

/** An array that may be read: a file of its own, or one in an archive. */
interface ArrayPlace {
  readonly name: string
  readonly file: ListedFile
  /** Its name in the archive `file`; null when the file is the array. */
  readonly entry: string | null
}

interface LoadedPair extends NamedPair {
  readonly array: NpyArray
  readonly range: PixelRange
  readonly labelled: number[] | string[]
}

const CODE = 'dataset/file-invalid'

/** A .npy file, or a .npz archive of several. */
export interface NumpyFile extends ListedFile {
  readonly isArchive: boolean
}

/**
 * Reads NumPy arrays of pictures and labels: .npy files beside each other, or the arrays of .npz archives.
 * @param chosen the path of a file that must be of them; null: all pairs
 * @throws {GlassboxError} `dataset/file-invalid` saying which file or array is wrong and why, `cancelled`
 */
export async function readNumpy(
  files: readonly NumpyFile[],
  chosen: string | null,
  signal?: AbortSignal,
): Promise<Pick<PictureFolder, 'classes' | 'entries' | 'prepare' | 'files'>> {
  const { places, sources, archives } = await findArrays(files)
  const fileOf = (name: string): string | undefined => places.find((one) => one.name === name)?.file.path
  const pairs = pairArrays(places.map(({ name }) => name)).filter(
    ({ pictures, labels }) => chosen === null || [pictures, labels].some((name) => fileOf(name) === chosen),
  )
  if (pairs.length === 0) throw noPair(places)
  const used = new Set<string>()
  const load = async <T>(name: string, parse: (array: NpyArray) => T): Promise<T> => {
    if (signal?.aborted) throw cancelled()
    const place = places.find((one) => one.name === name)!
    used.add(place.file.path)
    return readPlace(place, archives, sources, parse)
  }
  const loaded: LoadedPair[] = []
  for (const pair of pairs) {
    const labelled = await load(pair.labels, toLabels)
    const { array, range } = await load(pair.pictures, (array) => {
      toPictures(array, '0..255') // Its shape is told before its values are looked at.
      return { array, range: pixelRange(array) }
    })
    loaded.push({ ...pair, array, range, labelled })
  }
  const range = loaded.every((one) => one.range === '0..1') ? '0..1' : '0..255'
  const { names, numbersOf } = classNames(loaded)
  const sets = loaded.map((one): ArraySet => ({
    ...{ split: one.split, path: one.pictures, pictures: toPictures(one.array, range) },
    ...{ labelsPath: one.labels, labels: numbersOf(one.labelled) },
  }))
  const kept = [...sources].filter(([path]) => used.has(path)).map(([path, sha256]): SourceFile => ({ path, sha256 }))
  return { ...arrayFolder(sets, names, CODE), files: kept }
}

/** Names of text labels, over all sets; null for numbers. */
function classNames(loaded: readonly LoadedPair[]) {
  const texts = loaded.flatMap(({ labelled }) => (isTexts(labelled) ? [...new Set(labelled)] : []))
  const names = texts.length > 0 ? [...new Set(texts)].sort(compareNames) : null
  const numbers = new Map(names?.map((name, index) => [name, index]))
  const numbersOf = (labelled: number[] | string[]): number[] => {
    if (isTexts(labelled)) return labelled.map((text) => numbers.get(text)!)
    if (names && labelled.length > 0)
      throw new GlassboxError(CODE, 'Some labels are text and some are numbers.', { hint: 'Save all of them alike.' })
    return labelled
  }
  return { names, numbersOf }
}

const isTexts = (labels: number[] | string[]): labels is string[] => typeof labels[0] === 'string'

/** Names of all arrays; archives are opened, single arrays are not read yet. */
async function findArrays(files: readonly NumpyFile[]) {
  const places: ArrayPlace[] = []
  const sources = new Map<string, string>()
  const archives = new Map<string, Npz>()
  for (const file of files) {
    const stem = file.path.replace(/\.gz$/i, '').replace(/\.np[yz]$/i, '')
    if (!file.isArchive) {
      places.push({ name: stem, file, entry: null })
      continue
    }
    const { value: npz, sha256 } = await readArrayFile(file, CODE, openNpz)
    sources.set(file.path, sha256)
    archives.set(file.path, npz)
    for (const entry of npz.names) places.push({ name: `${stem}/${entry}`, file, entry })
  }
  return { places, sources, archives }
}

async function readPlace<T>(
  { file, entry }: ArrayPlace,
  archives: ReadonlyMap<string, Npz>,
  sources: Map<string, string>,
  parse: (array: NpyArray) => T,
): Promise<T> {
  const npz = archives.get(file.path)
  if (!npz || entry === null) {
    const { value, sha256 } = await readArrayFile(file, CODE, (bytes) => parse(readNpy(bytes)))
    sources.set(file.path, sha256)
    return value
  }
  try {
    return parse(readNpy(await npz.read(entry)))
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new GlassboxError(CODE, `The array "${entry}" of "${file.path}" cannot be used. ${cause.message}`, {
      hint: 'Save it again.',
      cause,
    })
  }
}

function noPair(places: readonly ArrayPlace[]): GlassboxError {
  const names = places.map(({ name }) => `"${name}"`).join(', ')
  return new GlassboxError(CODE, `No array of pictures with its labels is among ${names || 'no arrays'}.`, {
    hint: 'Call them "x_train" and "y_train", "images" and "labels", or "x" and "y".',
  })
}
