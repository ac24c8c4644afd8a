import { writeIdx, type IdxArray } from '../../src-engine/data/idx.ts'
import type { SplitName } from '../../src-engine/spec/data.ts'
import { GlassboxError } from '../contract/errors.ts'
import { cancelled } from './cancelled.ts'
import { readIdxFile } from './idx-file.ts'
import type { IdxSet } from './idx-sets.ts'
import type { FolderEntry, PictureFolder, SourceFile } from './picture-folder.ts'

/** How many of the last training pictures are for validation, where no file of their own says so. */
const VALIDATION = 5000
/** With few pictures, at most this share of them. */
const LARGEST_SHARE = 1 / 5
/** Largest side of a tensor, so that every picture can be prepared as it is. */
const MAX_SIDE = 1024
/** More than twice the largest set of this kind; each picture is an item of its own. */
const MAX_PICTURES = 2_000_000

type LoadedSet = IdxSet & { readonly pictures: IdxArray; readonly values: Uint8Array }

/**
 * Reads IDX files of pictures and labels. Labels become classes of that name; a picture is called by its file and its
 * number in it. The test file is the test split, and the last 5,000 training pictures (a fifth, when they are fewer than
 * 25,000) are for validation. Files without a training file among them are divided like a folder without splits.
 * @throws {GlassboxError} `dataset/idx-invalid`, `cancelled`
 */
export async function readIdxFolder(
  sets: readonly IdxSet[],
  signal?: AbortSignal,
): Promise<Pick<PictureFolder, 'classes' | 'entries' | 'prepare' | 'files'>> {
  const loaded: LoadedSet[] = []
  const files: SourceFile[] = []
  for (const set of sets) {
    if (signal?.aborted) throw cancelled()
    const [pictures, labels] = [await readIdxFile(set.images, 3), await readIdxFile(set.labels, 1)]
    refuseMismatch(set, pictures, labels)
    refuseSizes(set, pictures, loaded[0])
    files.push({ path: set.images.path, sha256: pictures.sha256 }, { path: set.labels.path, sha256: labels.sha256 })
    loaded.push({ ...set, pictures, values: labels.values })
  }
  const labels = [...new Set(loaded.flatMap(({ values }) => [...new Set(values)]))].sort((a, b) => a - b)
  const [, height = 1, width = 1] = loaded[0]?.pictures.shape ?? []
  return {
    classes: labels.map(String),
    entries: loaded.flatMap((set) => entriesOf(set, labels, splitsOf(set, loaded))),
    prepare: { size: [height, width], channels: 'gray' },
    files,
  }
}

function entriesOf(
  { images, pictures, values }: LoadedSet,
  labels: readonly number[],
  splitAt: (index: number) => SplitName | null,
): FolderEntry[] {
  const [, height = 0, width = 0] = pictures.shape
  const size = height * width
  return Array.from(values, (label, index) => ({
    path: `${images.path}/${index}`,
    classIndex: labels.indexOf(label),
    fixedSplit: splitAt(index),
    // A picture alone is an IDX file of two dimensions.
    read: async () =>
      writeIdx({ shape: [height, width], values: pictures.values.subarray(index * size, (index + 1) * size) }),
  }))
}

function splitsOf({ split, values }: LoadedSet, all: readonly LoadedSet[]): (index: number) => SplitName | null {
  const has = (name: SplitName): boolean => all.some((set) => set.split === name)
  if (!has('train')) return () => null
  if (split !== 'train' || has('validation')) return () => split
  const validation = Math.min(VALIDATION, Math.floor(values.length * LARGEST_SHARE))
  return (index) => (index < values.length - validation ? 'train' : 'validation')
}

function refuseMismatch({ images, labels }: IdxSet, pictures: IdxArray, { values }: IdxArray): void {
  const [count] = pictures.shape
  if (count !== values.length)
    throw new GlassboxError(
      'dataset/idx-invalid',
      `"${labels.path}" holds ${values.length} labels for the ${count} pictures of "${images.path}".`,
      { hint: 'The two files do not belong together: copy or download both again.' },
    )
}

function refuseSizes({ images }: IdxSet, { shape }: IdxArray, first: LoadedSet | undefined): void {
  const [count = 0, height = 0, width = 0] = shape
  const [, sameHeight = height, sameWidth = width] = first?.pictures.shape ?? []
  const refusal = (what: string, hint: string): GlassboxError =>
    new GlassboxError('dataset/idx-invalid', `"${images.path}" holds ${what}.`, { hint })
  if (count > MAX_PICTURES) throw refusal(`${count} pictures`, `At most ${MAX_PICTURES} are read.`)
  const size = `pictures of ${height}×${width} pixels`
  if (count > 0 && (Math.min(height, width) < 1 || Math.max(height, width) > MAX_SIDE))
    throw refusal(size, `Sides from 1 to ${MAX_SIDE} pixels are read.`)
  if (height !== sameHeight || width !== sameWidth)
    throw refusal(
      `${size}, the file before it of ${sameHeight}×${sameWidth}`,
      'Choose a folder with the files of one data set.',
    )
}
