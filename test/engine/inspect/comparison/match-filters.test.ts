import { expect, it } from 'vitest'
import { matchFilters } from '../../../../src-engine/inspect/comparison/match-filters.ts'
import { createRng } from '../../../../src-engine/train/rng.ts'

const random = (length: number, seed: number): Float32Array => {
  const rng = createRng(seed, 'data')
  return Float32Array.from({ length }, () => rng.normal())
}

it('finds filters again in another order, whatever their size', () => {
  const [filters, size] = [12, 27]
  const first = random(filters * size, 1)
  const order = [5, 0, 7, 11, 2, 9, 1, 3, 4, 10, 8, 6]
  const second = new Float32Array(first.length)
  for (const [i, j] of order.entries())
    second.set(
      first.subarray(i * size, (i + 1) * size).map((value) => value * (1 + i)),
      j * size,
    )
  const { partner, similarity } = matchFilters(first, second, filters)
  expect([...partner]).toEqual(order)
  for (const value of similarity) expect(value).toBeCloseTo(1, 6)
})
it('is never worse than any other pairing of few', () => {
  const [filters, size] = [5, 4]
  const permutations = (rest: number[]): number[][] =>
    rest.length < 2
      ? [rest]
      : rest.flatMap((one) => permutations(rest.filter((x) => x !== one)).map((p) => [one, ...p]))
  for (let seed = 0; seed < 30; seed++) {
    const [a, b] = [random(filters * size, seed), random(filters * size, seed + 1000)]
    const row = (values: Float32Array, i: number): number[] => [...values.subarray(i * size, (i + 1) * size)]
    const cosine = (x: number[], y: number[]): number =>
      x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0) / Math.hypot(...x) / Math.hypot(...y)
    const best = Math.max(
      ...permutations([0, 1, 2, 3, 4]).map((p) => p.reduce((sum, j, i) => sum + cosine(row(a, i), row(b, j)), 0)),
    )
    const { partner, similarity } = matchFilters(a, b, filters)
    expect(new Set(partner).size).toBe(filters)
    expect(similarity.reduce((sum, value) => sum + value, 0)).toBeCloseTo(best, 9)
  }
})
it('takes filters of zeros, and refuses other shapes', () => {
  expect([...matchFilters(new Float32Array(6), random(6, 3), 3).similarity]).toEqual([0, 0, 0])
  expect(() => matchFilters(new Float32Array(6), new Float32Array(8), 2)).toThrow(RangeError)
})
