import { createRng } from '../train/rng.ts'
import { meanOf } from './spread.ts'

export interface PermutationTest {
  /** Mean of the first group less that of the second. */
  readonly difference: number
  /** Two-sided: share of all ways to deal out the numbers that part the means at least as far. */
  readonly p: number
  /** Whether every way was tried; else `PERMUTATIONS` of them, drawn from a fixed seed. */
  readonly isExact: boolean
  /** At the level of 0.05. */
  readonly verdict: 'noise' | 'different'
  /** The smallest p that groups of these sizes can give: above 0.05 they are too small to tell anything. */
  readonly smallestP: number
}

/** More ways than this are not all tried. */
const MOST_EXACT = 200_000
/** Drawn instead. */
const PERMUTATIONS = 100_000
const LEVEL = 0.05

/**
 * Permutation test of the difference of two means (Fisher 1935; Pitman 1937): were the two groups of one kind, every way to
 * deal out the numbers would be as likely. Drawn ways count with the given one among them, (k + 1) / (N + 1), so that p is
 * never 0 (Phipson and Smyth 2010).
 * @throws {RangeError} for an empty group, or a number that is not finite
 */
export function permutationTest(first: readonly number[], second: readonly number[]): PermutationTest {
  const all = [...first, ...second]
  if (first.length === 0 || second.length === 0) throw new RangeError('Both groups need at least one number.')
  if (!all.every(Number.isFinite)) throw new RangeError('Only finite numbers can be compared.')
  const difference = meanOf(first) - meanOf(second)
  const ways = binomial(all.length, first.length)
  const isExact = ways <= MOST_EXACT
  const isAsFar = judgeOf(all, first)
  const p = isExact ? shareOfAll(all, first.length, ways, isAsFar) : shareOfDrawn(all, first.length, isAsFar)
  // Groups of one size can change places: then the mirrored way is as far.
  const least = (first.length === second.length ? 2 : 1) / ways
  const smallestP = isExact ? least : Math.max(least, 1 / (PERMUTATIONS + 1))
  return { difference, p, isExact, verdict: p <= LEVEL ? 'different' : 'noise', smallestP }
}

/**
 * Whether a group with this sum parts the means at least as far as the given one. Means part the further, the further the sum
 * of a group is from its share of the whole; sums of the same numbers in another order differ in their last digits.
 */
function judgeOf(all: readonly number[], first: readonly number[]): (sum: number) => boolean {
  const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
  const middle = (sumOf(all) * first.length) / all.length
  const rounding = 1e-12 * all.reduce((sum, value) => sum + Math.abs(value), 0)
  const least = Math.abs(sumOf(first) - middle) - rounding
  return (sum) => Math.abs(sum - middle) >= least
}

/** @param ways there are to choose a group of this size */
function shareOfAll(all: readonly number[], size: number, ways: number, isAsFar: (sum: number) => boolean): number {
  let far = 0
  function choose(from: number, left: number, sum: number): void {
    if (left === 0) {
      if (isAsFar(sum)) far += 1
      return
    }
    for (let i = from; i <= all.length - left; i++) choose(i + 1, left - 1, sum + (all[i] ?? NaN))
  }
  choose(0, size, 0)
  return far / ways
}

function shareOfDrawn(all: readonly number[], size: number, isAsFar: (sum: number) => boolean): number {
  const rng = createRng(0, 'data')
  const dealt = [...all]
  let far = 0
  for (let way = 0; way < PERMUTATIONS; way++) {
    let sum = 0
    for (let i = 0; i < size; i++) {
      const j = i + rng.below(dealt.length - i)
      const drawn = dealt[j] ?? NaN
      dealt[j] = dealt[i] ?? NaN
      dealt[i] = drawn
      sum += drawn
    }
    if (isAsFar(sum)) far += 1
  }
  return (far + 1) / (PERMUTATIONS + 1)
}

/** n! / (k! (n − k)!), exact as far as float64 holds whole numbers. */
function binomial(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i
  return ways
}
