import type { LayoutChoice, LayoutReading } from '../../contract/types.ts'
import { readLayout } from './read-layout.ts'
import { splitNamed, splitsAmong } from './split-names.ts'
import { folderNames, foldersOf, toNodes, type Node } from './tree.ts'
import { usualLayout } from './usual.ts'

/** How many classes a preview shows. */
const SHOWN = 8
/** Files that decide; others beside them, such as notes, say nothing about the layout. */
const PICTURE = /\.(jpe?g|png|webp|gif|avif|tiff?|bmp)$/i

/**
 * The ways in which folders can be read, the likeliest first, where there are several:
 *
 * - The folders that would be classes all hold folders of pictures, all equally deep: either may be the classes. Pictures
 *   directly in a class folder, or at differing depths, as most collections have them, leave no doubt.
 * - `train` and `test` (or the like) lie inside the classes: splits, or folders without a meaning.
 * - `val` and `test` lie above the classes without a `train`.
 * - There are `train` and `test` at the top, yet most pictures lie in other folders beside them: all may be classes.
 *
 * @param paths as for `readLayout`
 * @returns null when there is one way
 */
export function layoutReadings(paths: readonly string[], folders: readonly string[]): LayoutReading[] | null {
  const files = toNodes(paths)
  const pictures = files.some(isPicture) ? files.filter(isPicture) : files
  const choices = candidates(pictures, usualLayout(files, toNodes(folders)))
  if (choices.length < 2) return null
  const readings = choices.map((choice) => readingOf(pictures, choice, choices)).filter(hasClasses)
  return readings.length > 1 ? readings : null
}

const isPicture = ({ path }: Node): boolean => PICTURE.test(path)
const hasClasses = ({ classCount }: LayoutReading): boolean => classCount > 1

function candidates(pictures: readonly Node[], usual: LayoutChoice): LayoutChoice[] {
  const { depth, splits } = usual
  const inSplits = pictures.filter((one) => !splits || splitNamed(one.parts[depth - 1]) !== null)
  if (inSplits.length * 2 < pictures.length) return [usual, { depth: depth - 1, splits: false }]
  const inside = inSplits.filter((one) => foldersOf(one) > depth)
  if (!splits && areSplitsInside(inside, depth)) return [{ depth, splits: true }, usual]
  const below = deeper(inside, depth, splits)
  const names = [...folderNames(inside, [], depth)]
  const areSplits = !splits && splitsAmong(names).size > 1 && names.every((name) => splitNamed(name) !== null)
  return areSplits && below.length > 0 ? [{ depth: depth + 1, splits: true }, usual, ...below] : [usual, ...below]
}

/** Whether most pictures lie in folders named train, and others named val or test, inside two or more folders. */
function areSplitsInside(inside: readonly Node[], depth: number): boolean {
  const deep = inside.filter((one) => foldersOf(one) > depth + 1 && splitNamed(one.parts[depth + 1]) !== null)
  const found = splitsAmong(folderNames(deep, [], depth + 1))
  return (
    found.has('train') && found.size > 1 && folderNames(deep, [], depth).size > 1 && deep.length * 2 > inside.length
  )
}

/** Classes further down: where all pictures lie equally deep, and folders there are more than those above them. */
function deeper(inside: readonly Node[], depth: number, splits: boolean): LayoutChoice[] {
  const [lowest = 0] = inside.map(foldersOf)
  if (inside.some((one) => foldersOf(one) !== lowest)) return []
  const foldersAt = (level: number): number =>
    new Set(inside.map(({ parts }) => parts.slice(0, level + 1).join('/'))).size
  return Array.from({ length: Math.max(0, lowest - depth - 1) }, (_, i) => depth + 1 + i)
    .filter((level) => foldersAt(level) > foldersAt(level - 1))
    .map((level) => ({ depth: level, splits }))
}

function readingOf(pictures: readonly Node[], layout: LayoutChoice, all: readonly LayoutChoice[]): LayoutReading {
  const { classes, items } = readLayout(
    pictures.map(({ path }) => path),
    [],
    layout,
  )
  const counted = classes.map((name) => ({ name, count: 0, example: '' }))
  for (const { path, classIndex } of items) {
    const one = counted[classIndex]!
    if (one.count++ === 0) one.example = path
  }
  const shown = counted.slice(0, SHOWN)
  return { layout, title: titleOf(layout, all), classCount: classes.length, pictureCount: items.length, classes: shown }
}

function titleOf({ depth, splits }: LayoutChoice, all: readonly LayoutChoice[]): string {
  const depths = all.map((one) => one.depth)
  const isTop = depth === Math.min(...depths)
  const isLowest = depth === Math.max(...depths)
  const folders = isTop ? 'upper folders' : isLowest ? 'lowest folders' : `folders at level ${depth + 1}`
  const others = isTop && all.some((one) => one.depth === depth && one.splits !== splits) ? 'inside' : 'above'
  if (splits) return `The ${folders} are the classes; folders ${others} them named train, val or test are splits.`
  return `The ${folders} are the classes${isTop ? ', whatever folders lie inside them.' : '; the folders above only group them.'}`
}
