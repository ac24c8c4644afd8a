import type { LayoutChoice } from '../../contract/types.ts'
import { splitsAmong } from './split-names.ts'
import { folderNames, namesWithFolders, type Node } from './tree.ts'

/**
 * How folders are read when nobody says otherwise.
 *
 * - One folder per class; deeper folders belong to their class.
 * - `train` with `val` and/or `test` above the classes (also training, valid, validation, testing, in any case) are splits
 *   when they hold folders. Otherwise folders of such names are classes like any other.
 * - Single folders that only wrap all this, as archives make them, are passed through.
 */
export function usualLayout(files: readonly Node[], dirs: readonly Node[]): LayoutChoice {
  let depth = 0
  while (isWrapper(files, dirs, depth)) depth++
  const found = splitsAmong(namesWithFolders(files, dirs, depth))
  return found.has('train') && found.size > 1 ? { depth: depth + 1, splits: true } : { depth, splits: false }
}

function isWrapper(files: readonly Node[], dirs: readonly Node[], level: number): boolean {
  return folderNames(files, dirs, level).size === 1 && namesWithFolders(files, dirs, level).size === 1
}
