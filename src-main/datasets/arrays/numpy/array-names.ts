import type { SplitName } from '../../../../src-engine/spec/data.ts'
import { splitNamed } from '../../layout/split-names.ts'

/** Names of the arrays that belong together. */
export interface NamedPair {
  readonly split: SplitName | null
  readonly pictures: string
  readonly labels: string
}

interface Named {
  readonly name: string
  readonly split: SplitName | null
  /** What else its name says: arrays of one data set have it in common. */
  readonly rest: string
}

const PICTURES = new Set(['x', 'images', 'image', 'imgs', 'img', 'pictures', 'data', 'features', 'inputs', 'samples'])
const LABELS = new Set(['y', 'labels', 'label', 'targets', 'target', 'classes', 'class'])
const ORDER = ['train', 'validation', 'test', null]

/**
 * Finds arrays of pictures and of labels by their names, as Keras (x_train, y_train), MedMNIST (train_images,
 * train_labels), scikit-learn (data, target) and `numpy.savez` without names (arr_0, arr_1) have them.
 * @param names without `.npy`; folders and archives before them with `/`
 * @returns by split: train, validation, test; empty when there is no such pair
 */
export function pairArrays(names: readonly string[]): NamedPair[] {
  const pictures = names.flatMap((name) => parse(name, PICTURES))
  const labels = names.flatMap((name) => parse(name, LABELS))
  const pairs = pictures.flatMap((one): NamedPair[] => {
    const fitting = labels.filter(({ split }) => split === one.split)
    const of = fitting.find(({ rest }) => rest === one.rest) ?? (fitting.length === 1 ? fitting[0] : undefined)
    return of ? [{ split: one.split, pictures: one.name, labels: of.name }] : []
  })
  return pairs.sort((a, b) => ORDER.indexOf(a.split) - ORDER.indexOf(b.split))
}

/** What a name says, when its last word of either kind is one of these. */
function parse(name: string, wanted: ReadonlySet<string>): Named[] {
  const words = wordsOf(name)
  const role = words.findLast((word) => PICTURES.has(word) || LABELS.has(word))
  if (role === undefined || !wanted.has(role)) return []
  const split = splitNamed(words.findLast((word) => splitNamed(word)))
  const rest = words.filter((word) => !PICTURES.has(word) && !LABELS.has(word) && !splitNamed(word)).join(' ')
  return [{ name, split, rest }]
}

function wordsOf(name: string): string[] {
  return name
    .replace(/\barr_0$/, 'x')
    .replace(/\barr_1$/, 'y')
    .replaceAll(/([a-z])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .replaceAll(/\b_*([xy])(train|training|val|valid|validation|test)(?![a-z])/g, '$1 $2')
    .replaceAll(/(?<![a-z])(train|training|val|valid|validation|test)([xy])(?![a-z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
