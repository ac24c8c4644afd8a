import { describe, expect, it } from 'vitest'
import {
  countGrayLevels,
  countLevels,
  levelsAs,
  noLevels,
  statisticsOf,
} from '../../../src-engine/data/prepare/measure.ts'
import { preparePixels } from '../../../src-engine/data/prepare/prepare.ts'
import { ChannelStatistics, PrepareSpec } from '../../../src-engine/spec/data.ts'

const noise = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + seed, 2654435761) >>> 21) % 256)

const countsOf = (pixels: Uint8Array, channels: number) => {
  const counts = noLevels(channels)
  countLevels(pixels, counts)
  return counts
}

/** As the formula says, in float64 in two passes. */
function plain(pixels: Uint8Array, channels: number): ChannelStatistics {
  const mean: number[] = []
  const deviation: number[] = []
  for (let channel = 0; channel < channels; channel++) {
    const values = [...pixels].filter((_, i) => i % channels === channel).map((x) => x / 255)
    const m = values.reduce((sum, x) => sum + x, 0) / values.length
    mean.push(m)
    deviation.push(Math.sqrt(values.reduce((sum, x) => sum + (x - m) ** 2, 0) / values.length))
  }
  return { mean, deviation }
}

describe('statisticsOf', () => {
  it.each([1, 3])('is mean and deviation of the whole, for %i channels', (channels) => {
    const pixels = noise(3000, 7)
    const { mean, deviation } = statisticsOf(countsOf(pixels, channels))
    const expected = plain(pixels, channels)
    for (let channel = 0; channel < channels; channel++) {
      expect(mean[channel]).toBeCloseTo(expected.mean[channel]!, 12)
      expect(deviation[channel]).toBeCloseTo(expected.deviation[channel]!, 12)
    }
    // By hand: 0, 0, 0, 255 have the mean ¼ and the variance 3/16.
    const quarter = statisticsOf(countsOf(Uint8Array.of(0, 0, 0, 255), 1))
    expect(quarter.mean).toEqual([0.25])
    expect(quarter.deviation[0]).toBeCloseTo(Math.sqrt(3) / 4, 15)
  })

  it('is the same to the last bit in whatever order and portions pixels are counted', () => {
    const pictures = Array.from({ length: 40 }, (_, i) => noise(192, i * 1000))
    const [forward, backward, whole] = [noLevels(3), noLevels(3), noLevels(3)]
    for (const one of pictures) countLevels(one, forward)
    for (const one of pictures.toReversed()) countLevels(one, backward)
    countLevels(Uint8Array.from(pictures.flatMap((one) => [...one])), whole)
    expect(statisticsOf(backward)).toEqual(statisticsOf(forward))
    expect(statisticsOf(whole)).toEqual(statisticsOf(forward))
  })

  it('is exact where sums of squares are beyond float64', () => {
    const counts = noLevels(1)
    counts[0]![254] = 2 ** 45
    counts[0]![255] = 2 ** 45
    expect(statisticsOf(counts)).toEqual({ mean: [254.5 / 255], deviation: [0.5 / 255] })
  })

  it('knows a channel that never changes, and refuses to measure nothing', () => {
    expect(statisticsOf(countsOf(new Uint8Array(10).fill(51), 1))).toEqual({ mean: [0.2], deviation: [0] })
    expect(() => statisticsOf(noLevels(1))).toThrow(RangeError)
    expect(ChannelStatistics.safeParse(statisticsOf(countsOf(Uint8Array.of(0, 255), 1))).success).toBe(true)
  })
})

describe('counts of pictures that are prepared otherwise', () => {
  const picture = { data: noise(8 * 8 * 3, 5), width: 8, height: 8, channels: 3 } as const
  const prepared = (channels: 'rgb' | 'gray', invert = false) =>
    preparePixels(picture, PrepareSpec.parse({ size: [8, 8], channels, invert }))
  const colour = prepared('rgb')

  it('are those of the pictures themselves', () => {
    const gray = noLevels(1)
    countGrayLevels(colour, gray)
    expect(gray).toEqual(countsOf(prepared('gray'), 1))
    expect(levelsAs(countsOf(colour, 3), 'rgb', true)).toEqual(countsOf(prepared('rgb', true), 3))
    const one = countsOf(prepared('gray'), 1)
    expect(levelsAs(one, 'rgb', false)).toEqual([one[0], one[0], one[0]])
    expect(levelsAs(one, 'gray', false)).toEqual(one)
  })
})
