import { countLevels, noLevels } from '../../../../src-engine/data/prepare/measure.ts'
import type { PicturePreview } from '../../../../src-main/contract/types.ts'

/** Pixel values are drawn in bars of 8. */
const BAR = 8
export const LEVEL_EDGES: readonly number[] = Array.from({ length: 256 / BAR + 1 }, (_, i) => i * BAR)

/** How many pixels of each channel fall into each bar. */
export function levelBars({ pixels, shape }: Pick<PicturePreview, 'pixels' | 'shape'>): number[][] {
  const counts = noLevels(shape[2])
  countLevels(pixels, counts)
  return counts.map((levels) =>
    Array.from({ length: 256 / BAR }, (_, bar) =>
      levels.subarray(bar * BAR, (bar + 1) * BAR).reduce((sum, count) => sum + count, 0),
    ),
  )
}
