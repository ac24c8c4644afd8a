import type { SplitName } from '../../../src-engine/spec/data.ts'
import type { LayoutChoice, SkippedFile } from '../../contract/types.ts'
import { compareNames, comparePaths } from '../order.ts'
import { splitNamed, splitsAmong } from './split-names.ts'
import { folderNames, foldersOf, toNodes, type Node } from './tree.ts'
import { usualLayout } from './usual.ts'

/** Where a file belongs, told from its path alone. */
export interface Placed {
  path: string
  classIndex: number
  fixedSplit: SplitName | null
}

export interface Layout {
  /** Names of the class folders exactly as on disk, in natural order; those without a file too. */
  classes: string[]
  /** By class, then by path. */
  items: Placed[]
  skipped: SkippedFile[]
  /** How it was read: the same choice reads the same again. */
  layout: LayoutChoice
}

/**
 * Reads classes and splits from relative paths with `/` between the parts; nothing is opened, so it serves a folder on
 * disk and an uploaded one. Class folders of one name are one class, whatever folders they lie in.
 *
 * @param folders paths of all folders, so that empty classes are known; may be empty
 * @param choice unless given, as `usualLayout` has it
 */
export function readLayout(paths: readonly string[], folders: readonly string[], choice?: LayoutChoice): Layout {
  const files = toNodes(paths)
  const dirs = toNodes(folders)
  const layout = choice ?? usualLayout(files, dirs)
  const { depth } = layout
  const level = layout.splits ? splitLevel(files, depth) : null
  const splitOf = ({ parts }: Node): SplitName | null => (level === null ? null : splitNamed(parts[level]))
  /** In a class folder and, where there are split folders, in one of them. */
  const isPlaced = (file: Node): boolean =>
    foldersOf(file) > Math.max(depth, level ?? 0) && (level === null || splitOf(file) !== null)

  const placed = files.filter(isPlaced)
  const classDirs = dirs.filter((dir) => level === null || level > depth || splitOf(dir) !== null)
  const classes = [...folderNames(placed, classDirs, depth)].sort(compareNames)
  const indices = new Map(classes.map((name, index) => [name, index]))
  const items = placed.map((file) => ({
    path: file.path,
    classIndex: indices.get(file.parts[depth]!)!,
    fixedSplit: splitOf(file),
  }))
  items.sort((a, b) => a.classIndex - b.classIndex || comparePaths(a.path, b.path))
  return { classes, items, skipped: files.filter((file) => !isPlaced(file)).map(looseFile), layout }
}

/**
 * How deep the folders lie that are splits: above the classes or else directly inside them, and rather where several splits
 * are named than where one is; null when there are none.
 */
function splitLevel(files: readonly Node[], depth: number): number | null {
  const inClasses = files.filter((file) => foldersOf(file) > depth)
  const levels = [...Array.from({ length: depth }, (_, level) => level), depth + 1]
  const counts = levels.map((level) => splitsAmong(folderNames(inClasses, [], level)).size)
  const best = [counts.findIndex((count) => count > 1), counts.findIndex((count) => count > 0)]
  return levels[best.find((index) => index >= 0) ?? -1] ?? null
}

const looseFile = ({ path }: Node): SkippedFile => ({
  path,
  code: 'dataset/no-classes',
  reason: 'This file lies beside the class folders, so it has no class.',
})
