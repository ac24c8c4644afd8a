import type { SplitName } from '../../src-engine/spec/data.ts'
import { GlassboxError } from '../contract/errors.ts'
import type { SkippedFile } from '../contract/types.ts'
import type { ListedFile } from './list-files.ts'
import { isLitter } from './litter.ts'

/** Pictures and their labels. */
export interface IdxSet {
  /** What its name says it is for; null when it does not say. */
  readonly split: SplitName | null
  readonly images: ListedFile
  readonly labels: ListedFile
}

interface Named {
  readonly listed: ListedFile
  /** Folder and name up to the split: files of one data set have it in common. */
  readonly data: string
  readonly split: string
  readonly part: 'images' | 'labels'
}

/** As MNIST names its files, and those who followed: train-images-idx3-ubyte.gz, t10k-labels.idx1-ubyte. */
const NAME = /^(.*?)[-_.]?(images|labels)[-_.]idx\d([-_.]ubyte)?(\.gz)?$/i
const SPLIT = /(?:^|[-_.])(train|validation|val|t10k|test)$/i
const SPLITS: Readonly<Record<string, SplitName>> = {
  train: 'train',
  validation: 'validation',
  val: 'validation',
  t10k: 'test',
  test: 'test',
}
const ORDER = ['train', 'validation', 'test', null]

/**
 * Finds the IDX files of one data set by their names: train, then validation, then test.
 * @returns null when none is an IDX file of pictures; what is not used is listed as skipped
 * @throws {GlassboxError} `dataset/idx-invalid` when labels are missing, or files of several data sets lie there
 */
export function findIdxSets(files: readonly ListedFile[]): { sets: IdxSet[]; skipped: SkippedFile[] } | null {
  // Of a file and its packed copy, the file comes first.
  const wanted = files
    .filter(({ path }) => !path.split('/').some(isLitter))
    .sort((a, b) => a.path.length - b.path.length)
  const named = wanted.flatMap(parse)
  const pictures = named.filter(({ part }) => part === 'images')
  if (pictures.length === 0) return null
  const data = [...new Set(pictures.map((one) => one.data))]
  if (data.length > 1)
    throw new GlassboxError('dataset/idx-invalid', `The folder holds IDX files of ${data.length} data sets.`, {
      hint: 'Put the files of one of them into a folder of their own and choose that.',
    })
  const once = pictures.filter(({ split }, index) => pictures.findIndex((one) => one.split === split) === index)
  const sets = once.map(({ listed: images, data: of, split }): IdxSet => {
    const labels = named.find((one) => one.part === 'labels' && one.data === of && one.split === split)
    if (!labels)
      throw new GlassboxError('dataset/idx-invalid', `There are no labels for the pictures of "${images.path}".`, {
        hint: 'Put the file of the same name with "labels" and "idx1" beside it.',
      })
    return { split: SPLITS[split] ?? null, images, labels: labels.listed }
  })
  const used = new Set(sets.flatMap(({ images, labels }) => [images, labels]))
  return {
    sets: sets.sort((a, b) => ORDER.indexOf(a.split) - ORDER.indexOf(b.split)),
    skipped: wanted.filter((file) => !used.has(file)).map(({ path }) => unused(path)),
  }
}

function parse(listed: ListedFile): Named[] {
  const slash = listed.path.lastIndexOf('/') + 1
  const match = NAME.exec(listed.path.slice(slash))
  if (!match) return []
  const [, set = '', part = ''] = match
  const split = SPLIT.exec(set)?.[1] ?? ''
  return [
    {
      listed,
      data: listed.path.slice(0, slash) + set.slice(0, set.length - split.length).toLowerCase(),
      split: split.toLowerCase(),
      part: part.toLowerCase() === 'images' ? 'images' : 'labels',
    },
  ]
}

const unused = (path: string): SkippedFile => ({
  path,
  code: 'dataset/no-classes',
  reason: 'The folder was read as IDX files; this one is not needed.',
})
