import type { SplitName } from '../../../src-engine/spec/data.ts'
import { GlassboxError, type ErrorCode } from '../../contract/errors.ts'
import type { FolderEntry, PictureFolder } from '../picture-folder.ts'
import type { ArraySet } from './many-pictures.ts'
import { packPicture } from './single-picture.ts'

/** How many of the last training pictures are for validation, where no file of their own says so. */
const VALIDATION = 5000
/** With few pictures, at most this share of them. */
const LARGEST_SHARE = 1 / 5
/** Largest side of a tensor, so that every picture can be prepared as it is. */
const MAX_SIDE = 1024
/** More than twice the largest set of this kind; each picture is an item of its own. */
const MAX_PICTURES = 2_000_000

/**
 * Pictures that lie many in a file, as a folder of single ones. A picture is called by its file and its number in it. The
 * test file is the test split, and the last 5,000 training pictures (a fifth, when they are fewer than 25,000) are for
 * validation. Sets without one for training among them are divided like a folder without splits.
 * @param names of the classes by label; null: labels become classes of that name
 * @param code of what is thrown when sets and labels do not fit
 */
export function arrayFolder(
  sets: readonly ArraySet[],
  names: readonly string[] | null,
  code: ErrorCode,
): Pick<PictureFolder, 'classes' | 'entries' | 'prepare'> {
  for (const set of sets) refuse(set, sets[0] ?? set, names, code)
  const labels = names ? [...names.keys()] : distinct(sets)
  const classOf = new Map(labels.map((label, index) => [label, index]))
  const splitAt = splitter(sets)
  const [first] = sets
  return {
    classes: names ? [...names] : labels.map(String),
    entries: sets.flatMap((set) => entriesOf(set, classOf, (index) => splitAt(set, index))),
    prepare: first
      ? {
          size: [first.pictures.height, first.pictures.width],
          channels: first.pictures.channels === 3 ? 'rgb' : 'gray',
        }
      : {},
  }
}

function distinct(sets: readonly ArraySet[]): number[] {
  const labels = new Set<number>()
  for (const set of sets) for (const label of Array.from(set.labels)) labels.add(label)
  return [...labels].sort((a, b) => a - b)
}

function entriesOf(
  { path, pictures, labels }: ArraySet,
  classOf: ReadonlyMap<number, number>,
  splitAt: (index: number) => SplitName | null,
): FolderEntry[] {
  return Array.from(labels, (label, index) => ({
    path: `${path}/${index}`,
    classIndex: classOf.get(label)!,
    fixedSplit: splitAt(index),
    read: async () => packPicture(pictures.picture(index), pictures),
  }))
}

/** Tells the split of a picture of a set; sets for training follow each other. */
function splitter(sets: readonly ArraySet[]): (set: ArraySet, index: number) => SplitName | null {
  const training = sets.filter(({ split }) => split === 'train')
  if (training.length === 0) return () => null
  if (sets.some(({ split }) => split === 'validation')) return ({ split }) => split
  const before = new Map<ArraySet, number>()
  let count = 0
  for (const set of training) {
    before.set(set, count)
    count += set.labels.length
  }
  const validation = count - Math.min(VALIDATION, Math.floor(count * LARGEST_SHARE))
  return (set, index) => {
    if (set.split !== 'train') return set.split
    return (before.get(set) ?? 0) + index < validation ? 'train' : 'validation'
  }
}

function refuse(set: ArraySet, first: ArraySet, names: readonly string[] | null, code: ErrorCode): void {
  const { path, pictures, labelsPath, labels } = set
  const { count, height, width, channels } = pictures
  if (count !== labels.length)
    throw new GlassboxError(
      code,
      `"${labelsPath}" holds ${labels.length} labels for the ${count} pictures of "${path}".`,
      {
        hint: 'The two do not belong together: copy or download both again.',
      },
    )
  const refusal = (what: string, hint: string): GlassboxError =>
    new GlassboxError(code, `"${path}" holds ${what}.`, { hint })
  if (count > MAX_PICTURES) throw refusal(`${count} pictures`, `At most ${MAX_PICTURES} are read.`)
  const size = `${channels === 3 ? 'colour ' : ''}pictures of ${height}×${width} pixels`
  if (count > 0 && (Math.min(height, width) < 1 || Math.max(height, width) > MAX_SIDE))
    throw refusal(size, `Sides from 1 to ${MAX_SIDE} pixels are read.`)
  const { pictures: before } = first
  if (height !== before.height || width !== before.width || channels !== before.channels)
    throw refusal(
      `${size}, the file before it ${before.channels === 3 && channels === 1 ? 'colour ones ' : ''}of ${before.height}×${before.width}`,
      'Choose a folder with the files of one data set.',
    )
  if (!names) return
  for (const label of Array.from(labels))
    if (label >= names.length)
      throw refusal(
        `the label ${label}, but there are ${names.length} names of classes`,
        'Copy or download the files again.',
      )
}
