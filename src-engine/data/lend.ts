import type { SplitName } from '../spec/data.ts'
import { splitPosition, type SplitIntervals, type SplitItem } from './split-position.ts'

/** What a class needs first: without training it cannot be learned, without a test its figure says nothing. */
const order: SplitName[] = ['train', 'test', 'validation']
const rank = (split: SplitName): number => order.indexOf(split)

/**
 * Gives every class that has no picture in a split one of its own, in place, as long as it can spare one.
 *
 * The picture whose position is nearest to the split's interval moves, together with all its copies. The split it leaves
 * must keep a picture of the class; only where that cannot be, a split may give its last one to a split that is needed
 * more, in the order train, test, validation. So one picture is for training, two are training and test, three or more
 * are in all three.
 *
 * Every move either fills an empty place or fills one that is needed more, so the loop ends.
 *
 * @param placed the split of each content hash; changed here
 */
export function lendToEmptySplits(
  items: readonly SplitItem[],
  placed: Map<string, SplitName>,
  intervals: SplitIntervals,
): void {
  const wanted = order.filter((split) => intervals[split].end > intervals[split].start)
  // Millions of rows have nothing to lend, and the sets below would take more memory than they do.
  if (isFilled(items, placed, wanted)) return
  const classes = groupBy(items, ({ classIndex, contentSha256 }) => [classIndex, contentSha256])
  const classesOf = groupBy(items, ({ classIndex, contentSha256 }) => [contentSha256, classIndex])

  const held = (classIndex: number, split: SplitName): number => {
    let count = 0
    for (const sha of classes.get(classIndex)!) if (placed.get(sha) === split) count++
    return count
  }
  const mayLeave = (sha: string, target: SplitName, lastToo: boolean): boolean => {
    const from = placed.get(sha)!
    if (from === target) return false
    if (lastToo && rank(target) < rank(from)) return true
    return [...classesOf.get(sha)!].every((classIndex) => held(classIndex, from) > 1)
  }
  const nearest = (classIndex: number, target: SplitName, lastToo: boolean): string | undefined => {
    let best: { sha: string; distance: number } | undefined
    for (const sha of classes.get(classIndex)!) {
      if (!mayLeave(sha, target, lastToo)) continue
      const distance = distanceTo(splitPosition(sha), intervals[target])
      if (!best || distance < best.distance || (distance === best.distance && sha < best.sha)) best = { sha, distance }
    }
    return best?.sha
  }

  for (let moved = true; moved;) {
    moved = false
    for (const classIndex of [...classes.keys()].sort((a, b) => a - b)) {
      for (const target of wanted) {
        if (held(classIndex, target) > 0) continue
        const sha = nearest(classIndex, target, false) ?? nearest(classIndex, target, true)
        if (sha === undefined) continue
        placed.set(sha, target)
        moved = true
      }
    }
  }
}

/** Whether every class has something in every split that takes anything. */
function isFilled(
  items: readonly SplitItem[],
  placed: ReadonlyMap<string, SplitName>,
  wanted: readonly SplitName[],
): boolean {
  const classes = new Set<number>()
  const found = new Set<number>()
  for (const { classIndex, contentSha256 } of items) {
    classes.add(classIndex)
    found.add(classIndex * order.length + rank(placed.get(contentSha256)!))
  }
  return wanted.every((split) => [...classes].every((classIndex) => found.has(classIndex * order.length + rank(split))))
}

const distanceTo = (position: number, { start, end }: { start: number; end: number }): number =>
  position < start ? start - position : position - end

function groupBy<T, K, V>(items: readonly T[], pair: (item: T) => [K, V]): Map<K, Set<V>> {
  const groups = new Map<K, Set<V>>()
  for (const item of items) {
    const [key, value] = pair(item)
    const group = groups.get(key)
    if (group) group.add(value)
    else groups.set(key, new Set([value]))
  }
  return groups
}
