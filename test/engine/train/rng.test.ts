import { describe, expect, it } from 'vitest'
import { createRng } from '../../../src-engine/train/rng.ts'

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next)

function moments(values: readonly number[]) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length }
}

describe('createRng', () => {
  it('repeats itself for the same seed, stream and place, and for no other', () => {
    const words = (...key: Parameters<typeof createRng>) => draw(4, createRng(...key).word).join()
    const keys: Parameters<typeof createRng>[] = [
      [1, 'shuffle', 0],
      [1, 'shuffle', 1],
      [2, 'shuffle', 0],
      [1, 'augmentation', 0],
      [1, 'augmentation', 0, 0],
      [1, 'augmentation', 0, 1],
      [1, 'augmentation', 1, 0],
      [4_294_967_295, 'shuffle', 0],
    ]
    for (const key of keys) expect(words(...key)).toBe(words(...key))
    expect(new Set(keys.map((key) => words(...key))).size).toBe(keys.length)
  })

  it('keeps its numbers between versions', () => {
    expect(draw(3, createRng(1, 'initializer', 0).word)).toMatchInlineSnapshot(`
      [
        2217412823,
        4058402793,
        2348930846,
      ]
    `)
  })

  it('is uniform', () => {
    const rng = createRng(7, 'shuffle')
    const values = draw(100_000, rng.uniform)
    const { mean, variance } = moments(values)
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.005)
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002)
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true)
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 100_000; i++) counts[rng.below(10)]! += 1
    // χ² with nine degrees of freedom is below 33.7 in 9,999 of 10,000 cases.
    expect(counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0)).toBeLessThan(33.7)
  })

  it('is normal', () => {
    const values = draw(100_000, createRng(7, 'initializer').normal)
    const { mean, variance } = moments(values)
    expect(Math.abs(mean)).toBeLessThan(0.016)
    expect(Math.abs(variance - 1)).toBeLessThan(0.022)
    const inside = values.filter((x) => Math.abs(x) < 1).length / values.length
    expect(Math.abs(inside - 0.6827)).toBeLessThan(0.0075)
  })
})
