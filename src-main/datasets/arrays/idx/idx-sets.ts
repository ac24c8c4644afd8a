import type { SplitName } from '../../../../src-engine/spec/data.ts'
import { GlassboxError } from '../../../contract/errors.ts'
import type { ListedFile } from '../../list-files.ts'
import { comparePaths } from '../../order.ts'

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
 * @returns null when none is an IDX file of pictures
 * @throws {GlassboxError} `dataset/idx-invalid` when labels are missing, or files of several data sets lie there
 */
export function findIdxSets(files: readonly ListedFile[]): IdxSet[] | null {
  // Of a file and its packed copy, the file comes first.
  const named = [...files].sort((a, b) => a.path.length - b.path.length).flatMap(parse)
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
  return sets.sort((a, b) => ORDER.indexOf(a.split) - ORDER.indexOf(b.split))
}

/**
 * The set that a file of pictures or of labels belongs to. The other one is called the same, with "labels" or "images" in
 * its name.
 * @param files those beside it
 * @throws {GlassboxError} `dataset/idx-invalid` when there is no other
 */
export function idxSetOf(files: readonly ListedFile[], file: ListedFile): IdxSet {
  const isLabels = /label/i.test(file.path)
  const wanted = partless(file.path)
  const others = files
    .filter(({ path }) => path !== file.path && /label/i.test(path) !== isLabels && partless(path) === wanted)
    .sort((a, b) => a.path.length - b.path.length || comparePaths(a.path, b.path))
  const [other] = others
  if (!other)
    throw new GlassboxError(
      'dataset/idx-invalid',
      `There are no ${isLabels ? 'pictures' : 'labels'} for "${file.path}".`,
      {
        hint: 'Put the file of the same name with "images" or "labels" beside it.',
      },
    )
  const [images, labels] = isLabels ? [other, file] : [file, other]
  return { split: SPLITS[parse(images)[0]?.split ?? ''] ?? null, images, labels }
}

/** A name without what tells pictures, labels and packed copies apart. */
const partless = (path: string): string =>
  path
    .toLowerCase()
    .replace(/\.gz$/, '')
    .replaceAll(/images?|labels?|idx\d/g, '')

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
