import type { SplitName, SplitShares } from '../spec/data.ts'
import { lendToEmptySplits } from './lend.ts'
import { splitAt, splitIntervals, splitPosition, type SplitItem } from './split-position.ts'

/**
 * Decides for every picture whether it is for training, validation or test.
 *
 * 1. A picture goes where its content hash falls among `shares`. So the answer depends on no seed, no order and no other
 *    picture, adding pictures moves none, and copies of one picture stay together.
 * 2. Validation and test folders that came with the data are kept as they are. What came in a train folder, or in none, is
 *    divided by rule 1 among train and the splits that have no folder: with train and test given, validation is taken from
 *    train. A copy that the folders themselves put on both sides stays where they put it.
 * 3. A class left without a picture in a split gets the nearest one of its own: see `lendToEmptySplits`.
 *
 * @returns the split of each item, in the items' order
 */
export function assignSplits(items: readonly SplitItem[], shares: SplitShares): SplitName[] {
  const given = new Set(items.flatMap(({ fixedSplit }) => (fixedSplit && fixedSplit !== 'train' ? [fixedSplit] : [])))
  const intervals = splitIntervals(shares, given)
  const placed = new Map<string, SplitName>()
  const movable = items.filter(({ fixedSplit }) => fixedSplit === null || fixedSplit === 'train')
  for (const { contentSha256 } of movable) placed.set(contentSha256, splitAt(splitPosition(contentSha256), intervals))
  lendToEmptySplits(movable, placed, intervals)
  return items.map(({ fixedSplit, contentSha256 }) =>
    fixedSplit === null || fixedSplit === 'train' ? placed.get(contentSha256)! : fixedSplit,
  )
}
