import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePaired } from '../../../../src-engine/inspect/comparison/paired-answers.ts'
import { createRng } from '../../../../src-engine/train/rng.ts'

describe('p', () => {
  // 2 · scipy.stats.binom.cdf(min(b, c), b + c, 0.5), SciPy 1.17.1
  it.each([
    [86, 150, 3.7159361395713866e-5],
    [0, 5, 0.0625],
    [10, 10, 1],
    [3, 12, 0.03515625],
    [0, 0, 1],
    [20, 5, 0.004077315330505371],
    [1000, 1100, 0.03072070786424249],
    [5000, 5400, 9.116949314541157e-5],
  ])('of %i against %i', (onlyFirst, onlySecond, p) => {
    const found = comparePaired({ onlyFirst, onlySecond, total: 20_000 }).p
    expect(Math.abs(found / p - 1)).toBeLessThan(1e-9)
  })
  it('does not depend on which one is called the first', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (b, c) => {
        const one = comparePaired({ onlyFirst: b, onlySecond: c, total: 800 })
        const other = comparePaired({ onlyFirst: c, onlySecond: b, total: 800 })
        expect(other.p).toBe(one.p)
        expect(other.difference).toBeCloseTo(-one.difference, 15)
        expect(other.low).toBeCloseTo(-one.high, 12)
      }),
    )
  })
})

describe('the interval', () => {
  it('of 1,600 people who were asked twice (A. Agresti, Categorical Data Analysis, 794 150 86 570)', () => {
    const { difference, low, high } = comparePaired({ onlyFirst: 86, onlySecond: 150, total: 1600 })
    expect(difference).toBeCloseTo(0.04, 12)
    expect(low).toBeCloseTo(0.021177279791975104, 12)
    expect(high).toBeCloseTo(0.05872284505196995, 12)
  })
  it('holds the true difference about 95 times in 100', () => {
    const rng = createRng(1, 'data')
    const [onlyFirst, onlySecond, total] = [0.1, 0.16, 200]
    let held = 0
    for (let trial = 0; trial < 2000; trial++) {
      const counts = { onlyFirst: 0, onlySecond: 0, total }
      for (let i = 0; i < total; i++) {
        const u = rng.uniform()
        if (u < onlyFirst) counts.onlyFirst += 1
        else if (u < onlyFirst + onlySecond) counts.onlySecond += 1
      }
      const { low, high } = comparePaired(counts)
      if (low <= 0.06 && high >= 0.06) held += 1
    }
    expect(held / 2000).toBeGreaterThan(0.935)
    expect(held / 2000).toBeLessThan(0.97)
  })
  it('refuses counts that cannot be', () => {
    expect(() => comparePaired({ onlyFirst: 3, onlySecond: 3, total: 5 })).toThrow(RangeError)
  })
})
