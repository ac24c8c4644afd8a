import type { Range } from './range.ts'

/** Parts of an axis below this share of it are not shown: rounding would be. */
const SMALLEST = 1e-7

/**
 * A part of an axis around a place that stays where it is on the screen.
 * @param factor of the width: below 1 shows less
 * @returns null for the whole axis
 */
export function zoomed(shown: Range, whole: Range, factor: number, about: number): Range | null {
  const min = about - (about - shown.min) * factor
  return within({ min, max: min + (shown.max - shown.min) * factor }, whole)
}

/** The same width, further along by a share of it, as far as the axis goes. */
export function panned(shown: Range, whole: Range, share: number): Range | null {
  const width = shown.max - shown.min
  const min = Math.min(Math.max(shown.min + share * width, whole.min), whole.max - width)
  return within({ min, max: min + width }, whole)
}

/** What of a range lies on the axis; null for all of it. */
export function within({ min, max }: Range, whole: Range): Range | null {
  const least = (whole.max - whole.min) * SMALLEST
  const from = Math.max(min, whole.min)
  const to = Math.min(max, whole.max)
  if (from <= whole.min && to >= whole.max) return null
  if (to - from >= least) return { min: from, max: to }
  const middle = Math.min(Math.max((from + to) / 2, whole.min + least / 2), whole.max - least / 2)
  return { min: middle - least / 2, max: middle + least / 2 }
}
