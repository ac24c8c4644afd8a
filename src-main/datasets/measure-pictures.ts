import { setImmediate } from 'node:timers/promises'
import {
  countGrayLevels,
  countLevels,
  levelsAs,
  noLevels,
  statisticsOf,
} from '../../src-engine/data/prepare/measure.ts'
import { inputShape, type ChannelStatistics } from '../../src-engine/spec/data.ts'
import { exampleBytes, openCache } from './cache.ts'
import { cancelled } from './cancelled.ts'
import type { MeasureRequest } from './protocol.ts'

/** Bytes that are counted between two looks at what else there is to do. */
const PORTION = 2 ** 22

/**
 * Mean and deviation of every channel of prepared pictures, in one pass over their cache.
 * @throws {GlassboxError} `dataset/cache-damaged`, `cancelled`
 * @throws {RangeError} when there is no picture
 */
export async function measurePictures(
  { cacheFile, itemCount, positions, cached, prepare }: MeasureRequest,
  signal?: AbortSignal,
): Promise<ChannelStatistics> {
  const isColour = cached.channels === 'rgb'
  const becomesGray = isColour && prepare.channels === 'gray'
  const counts = noLevels(isColour && !becomesGray ? 3 : 1)
  const pixels = new Uint8Array(exampleBytes(inputShape(cached, undefined), cached))
  const cache = openCache(cacheFile, pixels.length, itemCount, 0)
  try {
    let left = PORTION
    for (const position of positions) {
      cache.read(position, pixels)
      if (becomesGray) countGrayLevels(pixels, counts)
      else countLevels(pixels, counts)
      left -= pixels.length
      if (left > 0) continue
      left = PORTION
      await setImmediate()
      if (signal?.aborted) throw cancelled()
    }
  } finally {
    cache.close()
  }
  return statisticsOf(levelsAs(counts, prepare.channels, cached.invert !== prepare.invert))
}
