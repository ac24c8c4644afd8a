import type { ChannelStatistics, PrepareSpec } from '../../spec/data.ts'
import { luma } from './luma.ts'

type Channels = PrepareSpec['channels']

/** How often every pixel value 0…255 occurs in each channel: exact, whatever the order or the threads that counted. */
export type LevelCounts = readonly Float64Array[]

export const noLevels = (channels: number): LevelCounts => Array.from({ length: channels }, () => new Float64Array(256))

/**
 * Adds the pixels of prepared pictures to the counts of each channel.
 * @param pixels uint8, (pictures, height, width, channels)
 * @param counts as many as channels
 */
export function countLevels(pixels: Uint8Array, counts: LevelCounts): void {
  const channels = counts.length
  for (const [channel, levels] of counts.entries())
    for (let i = channel; i < pixels.length; i += channels) levels[pixels[i]!]!++
}

/** Adds colour pixels, (…, 3), to the counts of the gray that they become. */
export function countGrayLevels(pixels: Uint8Array, [levels]: LevelCounts): void {
  for (let i = 0; i < pixels.length; i += 3)
    levels![Math.floor(luma(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!) + 0.5)]!++
}

/** The counts of pictures that were prepared with other channels, or the other way round of black and white. */
export function levelsAs(counts: LevelCounts, channels: Channels, isInverted: boolean): LevelCounts {
  const turned = isInverted ? counts.map((levels) => levels.toReversed()) : counts
  return channels === 'rgb' && turned.length === 1 ? [turned[0]!, turned[0]!, turned[0]!] : turned
}

/**
 * Mean and deviation of x / 255: the sums are whole numbers, so nothing is rounded before the last division and root.
 * @throws RangeError when there is no pixel
 */
export function statisticsOf(counts: LevelCounts): ChannelStatistics {
  const channels = counts.map(momentsOf)
  return { mean: channels.map(({ mean }) => mean), deviation: channels.map(({ deviation }) => deviation) }
}

function momentsOf(levels: Float64Array): { mean: number; deviation: number } {
  let [count, sum, squares] = [0n, 0n, 0n]
  for (const [level, times] of levels.entries()) {
    const [x, n] = [BigInt(level), BigInt(times)]
    count += n
    sum += n * x
    squares += n * x * x
  }
  if (count === 0n) throw new RangeError('There is no pixel to measure.')
  // n Σx² − (Σx)² = n² σ²
  const spread = count * squares - sum * sum
  const whole = Number(count) * 255
  return { mean: Number(sum) / whole, deviation: Math.sqrt(Number(spread)) / whole }
}
