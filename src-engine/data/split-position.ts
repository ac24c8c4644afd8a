import type { SplitName, SplitShares } from '../spec/data.ts'

/** What a split is decided from. */
export interface SplitItem {
  classIndex: number
  /** SHA-256 of the file's bytes, in hexadecimal. */
  contentSha256: string
  /** The split whose folder the picture came in, if the folders say so. */
  fixedSplit: SplitName | null
}

/** The part of [0, 1) that each split takes: `start` included, `end` not. Empty where both are equal. */
export type SplitIntervals = Record<SplitName, { start: number; end: number }>

const DIGITS = 13

/**
 * A picture's place in [0, 1), from the first 52 bits of its content hash: even over pictures, the same for ever.
 * @throws RangeError when the hash does not start with 13 hexadecimal digits
 */
export function splitPosition(contentSha256: string): number {
  const head = contentSha256.slice(0, DIGITS)
  if (!/^[0-9a-f]{13}$/i.test(head)) throw new RangeError(`Not a SHA-256 in hexadecimal: ${contentSha256}`)
  return parseInt(head, 16) / 2 ** (4 * DIGITS)
}

/**
 * Divides [0, 1) into train, validation and test, in this order. Splits in `given` have their own folders and take nothing;
 * the others keep their proportions.
 */
export function splitIntervals(shares: SplitShares, given: ReadonlySet<SplitName>): SplitIntervals {
  const train = shares[0]
  const validation = given.has('validation') ? 0 : shares[1]
  const test = given.has('test') ? 0 : shares[2]
  const total = train + validation + test
  // A share of nothing must stay exactly empty: its neighbour ends where it starts.
  const a = validation + test === 0 ? 1 : train / total
  const b = test === 0 ? 1 : (train + validation) / total
  return { train: { start: 0, end: a }, validation: { start: a, end: b }, test: { start: b, end: 1 } }
}

/** The split whose interval holds a position. */
export const splitAt = (position: number, { train, validation }: SplitIntervals): SplitName =>
  position < train.end ? 'train' : position < validation.end ? 'validation' : 'test'
