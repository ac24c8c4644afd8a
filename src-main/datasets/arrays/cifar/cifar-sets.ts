import type { SplitName } from '../../../../src-engine/spec/data.ts'
import type { ListedFile } from '../../list-files.ts'
import { comparePaths } from '../../order.ts'

/** How many labels stand before the pixels of each picture: one in CIFAR-10, a coarse and a fine one in CIFAR-100. */
export type CifarLabels = 1 | 2

export interface CifarSet {
  readonly split: SplitName | null
  readonly batch: ListedFile
}

export interface CifarFiles {
  readonly labels: CifarLabels
  /** Training batches in order, then the test batch. */
  readonly sets: readonly CifarSet[]
  /** The names of the classes, one a line; null when the file is not there. */
  readonly names: ListedFile | null
}

const KINDS = [
  {
    labels: 1,
    train: /^data_batch_\d+\.bin(\.gz)?$/i,
    test: /^test_batch\.bin(\.gz)?$/i,
    names: /^batches\.meta\.txt$/i,
  },
  { labels: 2, train: /^train\.bin(\.gz)?$/i, test: /^test\.bin(\.gz)?$/i, names: /^fine_label_names\.txt$/i },
] as const

/** Finds the binary files of CIFAR-10 or CIFAR-100 by the names they come with; null when there are none. */
export function findCifar(files: readonly ListedFile[]): CifarFiles | null {
  // Of a file and its packed copy, the file comes first.
  const sorted = [...files].sort((a, b) => comparePaths(a.path, b.path))
  for (const { labels, train, test, names } of KINDS) {
    const [training, testing] = [named(sorted, train), named(sorted, test)]
    const sets = [
      ...training.map((batch): CifarSet => ({ split: 'train', batch })),
      ...testing.map((batch): CifarSet => ({ split: 'test', batch })),
    ]
    if (sets.length > 0) return { labels, sets, names: named(sorted, names)[0] ?? null }
  }
  return null
}

/** The files of such a name, each once. */
function named(sorted: readonly ListedFile[], pattern: RegExp): ListedFile[] {
  const found = new Map<string, ListedFile>()
  for (const file of sorted) {
    const name = nameOf(file)
    const plain = name.replace(/\.gz$/i, '').toLowerCase()
    if (pattern.test(name) && !found.has(plain)) found.set(plain, file)
  }
  return [...found.values()]
}

const nameOf = ({ path }: ListedFile): string => path.slice(path.lastIndexOf('/') + 1)

/** The Python version of CIFAR has the same names without `.bin`; its files are pickles. */
export function isPickledCifar(files: readonly ListedFile[]): boolean {
  const names = new Set(files.map(nameOf))
  return (names.has('data_batch_1') || names.has('train')) && (names.has('batches.meta') || names.has('meta'))
}
