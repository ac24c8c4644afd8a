import { describe, expect, it } from 'vitest'
import { decimate, pointsOf } from '../../../src-renderer/charts/decimate.ts'
import { valueRange } from '../../../src-renderer/charts/range.ts'
import { seriesCsv } from '../../../src-renderer/charts/series.ts'

describe('decimate', () => {
  const long = Array.from({ length: 10_000 }, (_, x) => ({ x, y: Math.sin(x / 50) }))

  it('leaves short curves alone', () => {
    expect(decimate(long.slice(0, 100), 50)).toEqual(long.slice(0, 100))
  })
  it('keeps a single peak and the order of x, with at most two points a bucket', () => {
    const spiked = long.with(4321, { x: 4321, y: 99 })
    const kept = decimate(spiked, 300)
    expect(kept.length).toBeLessThanOrEqual(600)
    expect(kept).toContainEqual({ x: 4321, y: 99 })
    expect(kept.every((point, index) => index === 0 || point.x > (kept[index - 1]?.x ?? 0))).toBe(true)
  })
})

it('pointsOf leaves out NaN, as where there is no validation split', () => {
  expect(pointsOf(Float64Array.of(1, 2, 3), Float64Array.of(0.5, NaN, 0.25))).toEqual([
    { x: 1, y: 0.5 },
    { x: 3, y: 0.25 },
  ])
})

describe('valueRange', () => {
  it('starts at zero where the curve uses the room', () => {
    expect(valueRange([0.1, 2.3]).min).toBe(0)
  })
  it('starts below the lowest value where it would be a flat line otherwise', () => {
    const { min, max } = valueRange([0.65, 0.69])
    expect(min).toBeGreaterThan(0.6)
    expect(min).toBeLessThan(0.65)
    expect(max).toBeGreaterThan(0.69)
  })
  it('never passes the ceiling and never hides a value', () => {
    expect(valueRange([0.4, 0.99], 1).max).toBe(1)
    expect(valueRange([0.4, 0.99], 1).min).toBe(0)
    expect(valueRange([2, 3.9]).min).toBe(0)
  })
  it('shows one value and no value', () => {
    expect(valueRange([0.7])).toEqual({ min: 0, max: expect.closeTo(0.77) })
    expect(valueRange([NaN])).toEqual({ min: 0, max: 1 })
  })
})

it('seriesCsv writes full precision and leaves NaN empty', () => {
  const x = Float64Array.of(1, 2)
  const series = [
    { name: 'train', kind: 'train', values: Float64Array.of(0.1234567890123, 0.5) },
    { name: 'validation', kind: 'validation', values: Float64Array.of(NaN, 0.25) },
  ] as const
  expect(seriesCsv('epoch', x, series)).toBe('epoch,train,validation\n1,0.1234567890123,\n2,0.5,0.25\n')
})

it('seriesCsv writes names of runs so that no spreadsheet runs them', () => {
  const series = [{ name: '=HYPERLINK("x")', kind: 'train', values: Float64Array.of(-0.5) }] as const
  expect(seriesCsv('epoch', Float64Array.of(1), series)).toBe('epoch,"\'=HYPERLINK(""x"")"\n1,-0.5\n')
})
