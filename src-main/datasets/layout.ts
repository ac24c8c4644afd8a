import type { SplitName } from '../../src-engine/spec/data.ts'
import type { SkippedFile } from '../contract/types.ts'
import { isLitter } from './litter.ts'
import { compareNames, comparePaths } from './order.ts'

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
}

interface Node {
  path: string
  /** The parts of the path below the current level. */
  parts: string[]
}

/**
 * Reads classes and splits from relative paths with `/` between the parts; nothing is opened, so it serves a folder on
 * disk and an uploaded one.
 *
 * - One folder per class; deeper folders belong to their class.
 * - `train` with `val` and/or `test` above the classes (also training, valid, validation, testing, in any case) are splits
 *   when they hold folders. Otherwise folders of such names are classes like any other.
 * - Single folders that only wrap all this, as archives make them, are passed through.
 *
 * @param folders paths of all folders, so that empty classes are known; may be empty
 */
export function readLayout(paths: readonly string[], folders: readonly string[]): Layout {
  let files = paths.map(toNode).filter(isWanted)
  let dirs = folders.map(toNode).filter(isWanted)
  const loose: Node[] = []
  const descend = (): void => {
    loose.push(...files.filter(({ parts }) => parts.length === 1))
    files = files.filter(({ parts }) => parts.length > 1).map(below)
    dirs = dirs.filter(({ parts }) => parts.length > 1).map(below)
  }

  while (isWrapper(files, dirs)) descend()

  const splits = splitFolders(files, dirs)
  const splitOf = new Map<string, SplitName>()
  if (splits) {
    for (const { path, parts } of files) splitOf.set(path, splits.get(parts[0]!)!)
    loose.push(...files.filter(({ parts }) => !splits.has(parts[0]!)))
    files = files.filter(({ parts }) => splits.has(parts[0]!))
    dirs = dirs.filter(({ parts }) => splits.has(parts[0]!))
    descend()
  }

  const inClasses = files.filter(({ parts }) => parts.length > 1)
  const classes = [...topFolders(inClasses, dirs)].sort(compareNames)
  const indices = new Map(classes.map((name, index) => [name, index]))
  const items = inClasses.map(({ path, parts }) => ({
    path,
    classIndex: indices.get(parts[0]!)!,
    fixedSplit: splitOf.get(path) ?? null,
  }))
  items.sort((a, b) => a.classIndex - b.classIndex || comparePaths(a.path, b.path))
  loose.push(...files.filter(({ parts }) => parts.length === 1))
  return { classes, items, skipped: loose.map(looseFile) }
}

const toNode = (path: string): Node => ({ path, parts: path.split('/') })
const below = ({ path, parts }: Node): Node => ({ path, parts: parts.slice(1) })
const isWanted = ({ parts }: Node): boolean => !parts.some(isLitter)

/** Names of the folders at the current level. */
function topFolders(files: readonly Node[], dirs: readonly Node[]): Set<string> {
  return new Set([...files.filter(({ parts }) => parts.length > 1), ...dirs].map(({ parts }) => parts[0]!))
}

/** Names of the folders at the current level that hold folders. */
function foldersOfFolders(files: readonly Node[], dirs: readonly Node[]): Set<string> {
  return topFolders(
    files.filter(({ parts }) => parts.length > 2),
    dirs.filter(({ parts }) => parts.length > 1),
  )
}

function isWrapper(files: readonly Node[], dirs: readonly Node[]): boolean {
  return topFolders(files, dirs).size === 1 && foldersOfFolders(files, dirs).size === 1
}

const splitNames: Record<string, SplitName> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
}

/** The folders at this level that are splits, or null when they are classes. */
function splitFolders(files: readonly Node[], dirs: readonly Node[]): Map<string, SplitName> | null {
  const splits = new Map<string, SplitName>()
  for (const name of foldersOfFolders(files, dirs)) {
    const split = Object.hasOwn(splitNames, name.toLowerCase()) ? splitNames[name.toLowerCase()] : undefined
    if (split) splits.set(name, split)
  }
  const found = new Set(splits.values())
  return found.has('train') && found.size > 1 ? splits : null
}

const looseFile = ({ path }: Node): SkippedFile => ({
  path,
  code: 'dataset/no-classes',
  reason: 'This file lies beside the class folders, so it has no class.',
})
