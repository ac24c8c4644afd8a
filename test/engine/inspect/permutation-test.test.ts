import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { permutationTest } from '../../../src-engine/inspect/permutation-test.ts'
import { createRng } from '../../../src-engine/train/rng.ts'

describe('golden values', () => {
  it('of two groups apart: of C(6, 3) = 20 ways this one and its mirror', () => {
    expect(permutationTest([1, 2, 3], [4, 5, 6])).toEqual({
      ...{ difference: -3, p: 0.1, isExact: true, verdict: 'noise', smallestP: 0.1 },
    })
  })

  it('of five seeds each, apart: 2 of 252 ways', () => {
    const { p, verdict, smallestP } = permutationTest([0.9, 0.91, 0.92, 0.93, 0.94], [0.8, 0.81, 0.82, 0.83, 0.84])
    expect([p, verdict, smallestP]).toEqual([2 / 252, 'different', 2 / 252])
  })

  it('of sizes that differ: no mirror', () => {
    // Sums of pairs out of 1, 2, 3, 4, 10 against a middle of 8: 14 is 6 away; 3 is 5, 13 is 5, 12 is 4 …
    expect(permutationTest([4, 10], [1, 2, 3])).toMatchObject({ p: 1 / 10, smallestP: 1 / 10, difference: 5 })
    expect(permutationTest([3, 10], [1, 2, 4])).toMatchObject({ p: 3 / 10 })
  })

  it("of Darwin's maize, taken as two samples", () => {
    // Heights in eighths of an inch, crossed and self-fertilised (Fisher 1935, section 17).
    const crossed = [188, 96, 168, 176, 153, 172, 177, 163, 146, 173, 186, 168, 177, 184, 96]
    const selfed = [139, 163, 160, 160, 147, 149, 149, 122, 132, 144, 130, 144, 102, 124, 144]
    const { difference, isExact, p, verdict } = permutationTest(crossed, selfed)
    expect(difference).toBeCloseTo(314 / 15, 12)
    expect([isExact, verdict]).toEqual([false, 'different'])
    expect(p).toBeGreaterThan(0.005)
    expect(p).toBeLessThan(0.04)
  })

  it('of equal numbers: nothing but noise, though sums round', () => {
    expect(permutationTest([0.1, 0.1, 0.1], [0.1, 0.1, 0.1])).toMatchObject({ p: 1, verdict: 'noise', difference: 0 })
    expect(permutationTest([1], [2])).toMatchObject({ p: 1, smallestP: 1 })
    expect(permutationTest([0.1, 0.2], [0.3, 0])).toMatchObject({ p: 1 })
  })
})

/** Every choice of a group, as bits of a number. */
function bruteForce(first: readonly number[], second: readonly number[]): number {
  const all = [...first, ...second]
  const apart = (isFirst: (i: number) => boolean): number => {
    const mean = (wanted: boolean) => {
      const group = all.filter((_, i) => isFirst(i) === wanted)
      return group.reduce((sum, value) => sum + value, 0) / group.length
    }
    return Math.abs(mean(true) - mean(false))
  }
  const given = apart((i) => i < first.length)
  let ways = 0
  let far = 0
  for (let bits = 0; bits < 2 ** all.length; bits++) {
    const chosen = all.filter((_, i) => (bits >> i) & 1).length
    if (chosen !== first.length) continue
    ways += 1
    if (apart((i) => ((bits >> i) & 1) === 1) >= given - 1e-9) far += 1
  }
  return far / ways
}

it('counts what trying every way counts', () => {
  const group = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(group, group, (first, second) => {
      const { p, isExact, smallestP } = permutationTest(first, second)
      expect(isExact).toBe(true)
      expect(p).toBeCloseTo(bruteForce(first, second), 12)
      expect(p).toBeGreaterThanOrEqual(smallestP - 1e-12)
      expect(permutationTest(second, first).p).toBeCloseTo(p, 12)
    }),
    { numRuns: 200 },
  )
})

describe('more ways than can be tried', () => {
  const rng = createRng(5, 'data')
  const first = Array.from({ length: 10 }, () => rng.normal())
  const second = Array.from({ length: 12 }, () => rng.normal() + 1)

  it('are drawn from, the same ones every time, and come near', () => {
    const drawn = permutationTest(first, second)
    expect(drawn.isExact).toBe(false)
    expect(permutationTest(first, second)).toEqual(drawn)
    // C(22, 10) = 646,646 ways, all of them.
    const all = [...first, ...second]
    const total = all.reduce((sum, value) => sum + value, 0)
    const given = Math.abs(drawn.difference)
    let far = 0
    const choose = (from: number, left: number, sum: number): void => {
      if (left === 0) far += Math.abs(sum / 10 - (total - sum) / 12) >= given - 1e-12 ? 1 : 0
      else for (let i = from; i <= 22 - left; i++) choose(i + 1, left - 1, sum + all[i]!)
    }
    choose(0, 10, 0)
    expect(Math.abs(drawn.p - far / 646_646)).toBeLessThan(0.003)
  })

  it('are all tried up to 200,000', () => {
    expect(permutationTest(first.slice(0, 10), second.slice(0, 10)).isExact).toBe(true)
    expect(permutationTest(first.slice(0, 9), second.slice(0, 12)).isExact).toBe(false)
  })
})

it('refuses empty groups and numbers that are none', () => {
  expect(() => permutationTest([], [1])).toThrow('Both groups need at least one number.')
  expect(() => permutationTest([1], [NaN])).toThrow('Only finite numbers can be compared.')
})
