import { describe, expect, it } from 'vitest'
import { measureTable } from '../../../src-engine/data/tables/measure.ts'
import { scaleRows, scaleTarget, unscaleTarget } from '../../../src-engine/data/tables/scale.ts'
import type { TableSpec } from '../../../src-engine/spec/data.ts'

// A number, one that never changes, one with an empty cell, and a category of three values with an empty cell.
const ROWS = [
  [1, 7, 10, 0, 1, 0],
  [2, 7, NaN, 0, 0, 1],
  [3, 7, 40, NaN, NaN, NaN],
  [6, 7, 10, 0, 0, 1],
].map((row) => Float32Array.from(row))
const oneHot = [[3, 6]] as const

const measure = (scale: TableSpec['scale'], targets: Float64Array | null = null) =>
  measureTable(ROWS, { scale, columns: 6, oneHot, targets })

function scaled(scale: TableSpec['scale']): number[][] {
  const statistics = measure(scale)
  return ROWS.map((row) => {
    const copy = row.slice()
    scaleRows(copy, statistics)
    return [...copy]
  })
}

describe('measureTable', () => {
  it('fills numbers with their mean and categories with the most frequent one', () => {
    const { fill, offset, factor, target } = measure('none')
    expect(fill).toEqual([3, 7, 20, 0, 0, 1])
    expect(offset).toEqual([0, 0, 0, 0, 0, 0])
    expect(factor).toEqual([1, 1, 1, 1, 1, 1])
    expect(target).toBeNull()
    expect(scaled('none')[1]).toEqual([2, 7, 20, 0, 0, 1])
    expect(scaled('none')[2]).toEqual([3, 7, 40, 0, 0, 1])
  })

  it('gives the filled column mean 0 and deviation 1, dividing by n', () => {
    const rows = scaled('standardize')
    const deviation = Math.sqrt((4 + 1 + 0 + 9) / 4)
    for (const [i, x] of [1, 2, 3, 6].entries()) expect(rows[i]![0]).toBeCloseTo((x - 3) / deviation, 6)
    const third = rows.map((row) => row[2]!)
    expect(third[1]).toBe(0)
    expect(third.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 6)
    expect(third.reduce((sum, x) => sum + x * x, 0) / 4).toBeCloseTo(1, 6)
  })

  it('maps the ends of a column to 0 and 1', () => {
    expect(scaled('minMax').map((row) => row[0])).toEqual([0, Math.fround(0.2), Math.fround(0.4), 1])
  })

  it.each(['standardize', 'minMax'] as const)('divides by nothing where a column never changes (%s)', (scale) => {
    const { factor, offset } = measure(scale)
    expect([offset[1], factor[1]]).toEqual([7, 1])
    expect(scaled(scale).map((row) => row[1])).toEqual([0, 0, 0, 0])
  })

  it.each(['standardize', 'minMax'] as const)('leaves categories 0 and 1 (%s)', (scale) => {
    expect(scaled(scale).map((row) => row.slice(3))).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 1],
      [0, 0, 1],
    ])
  })

  it('takes the first of equally frequent categories', () => {
    const rows = [Float32Array.of(0, 1), Float32Array.of(1, 0)]
    expect(measureTable(rows, { scale: 'none', columns: 2, oneHot: [[0, 2]], targets: null }).fill).toEqual([1, 0])
  })

  it('fills a column without a single value with 0', () => {
    const rows = [Float32Array.of(NaN), Float32Array.of(NaN)]
    const statistics = measureTable(rows, { scale: 'standardize', columns: 1, oneHot: [], targets: null })
    expect(statistics).toEqual({ fill: [0], offset: [0], factor: [1], target: null })
  })

  it('scales the target of a regression and back, also one that never changes', () => {
    const { target } = measure('standardize', Float64Array.of(100, 200, 300, 200))
    expect(target?.offset).toBe(200)
    expect(target?.factor).toBeCloseTo(1 / Math.sqrt(5000), 12)
    expect(unscaleTarget(scaleTarget(123.5, target), target)).toBeCloseTo(123.5, 10)
    expect(scaleTarget(5, measure('minMax', Float64Array.of(5, 5, 5, 5)).target)).toBe(0)
    expect(scaleTarget(5, null)).toBe(5)
  })

  it('keeps its digits far from 0, where a sum of squares loses them', () => {
    const rows = [16777210, 16777212, 16777214].map((x) => Float32Array.of(x))
    const { factor } = measureTable(rows, { scale: 'standardize', columns: 1, oneHot: [], targets: null })
    expect(factor[0]).toBeCloseTo(1 / Math.sqrt(8 / 3), 12)
  })
})
