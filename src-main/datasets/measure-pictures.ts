import {
  countGrayLevels,
  countLevels,
  levelsAs,
  noLevels,
  statisticsOf,
} from '../../src-engine/data/prepare/measure.ts'
import type { ChannelStatistics, PrepareSpec } from '../../src-engine/spec/data.ts'
import type { PictureCache } from './cache.ts'

/**
 * Mean and deviation of every channel of prepared pictures, in one pass over their cache.
 * @param positions of the training split
 * @param cached how the pictures in the cache were prepared
 * @param prepare whose pixels they stand for: other channels and another way round of black and white are accounted for,
 *   size and fit are those of the cache
 * @throws {RangeError} when there is no picture
 */
export function measurePictures(
  cache: PictureCache,
  positions: Uint32Array,
  cached: PrepareSpec,
  prepare: PrepareSpec = cached,
): ChannelStatistics {
  const isColour = cached.channels === 'rgb'
  const becomesGray = isColour && prepare.channels === 'gray'
  const counts = noLevels(isColour && !becomesGray ? 3 : 1)
  const pixels = new Uint8Array(cache.itemSize)
  for (const position of positions) {
    cache.read(position, pixels)
    if (becomesGray) countGrayLevels(pixels, counts)
    else countLevels(pixels, counts)
  }
  return statisticsOf(levelsAs(counts, prepare.channels, cached.invert !== prepare.invert))
}
