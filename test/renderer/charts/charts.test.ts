import { describe, expect, it } from 'vitest'
import { logTicks, place } from '../../../src-renderer/charts/axis.ts'
import { chartNotes } from '../../../src-renderer/charts/chart-notes.ts'
import { decimate, type Line } from '../../../src-renderer/charts/decimate.ts'
import { logRange, valueRange } from '../../../src-renderer/charts/range.ts'
import { firstFrom, nearest } from '../../../src-renderer/charts/search.ts'
import { seriesCsv, valueText } from '../../../src-renderer/charts/series.ts'
import { smooth } from '../../../src-renderer/charts/smooth.ts'
import { wholeAxis } from '../../../src-renderer/charts/useChartCurves.ts'
import { panned, within, zoomed } from '../../../src-renderer/charts/zoom.ts'
import { createRng } from '../../../src-engine/train/rng.ts'

const counted = (length: number): Float64Array => Float64Array.from({ length }, (_, index) => index + 1)
const view = { isLogX: false, isLogY: false, columns: 50 }

describe('decimate', () => {
  const line = (values: Float64Array): Line => ({ x: counted(values.length), values })

  it('keeps short curves whole and leaves out what is not finite', () => {
    const values = Float64Array.of(0.5, NaN, 0.25, Infinity)
    expect(decimate(line(values), { ...view, x: { min: 0, max: 4 } })).toEqual({
      points: [
        { x: 1, y: 0.5 },
        { x: 3, y: 0.25 },
      ],
      leftOut: 0,
    })
  })

  it('keeps the extremes of every column of any part, in order, in at most two points each', () => {
    const random = createRng(7, 'data')
    const values = Float64Array.from({ length: 20_000 }, () => random.uniform() - 0.5)
    for (let round = 0; round < 20; round++) {
      const min = Math.floor(random.uniform() * 15_000)
      const max = min + 200 + Math.floor(random.uniform() * 4_000)
      const { points } = decimate(line(values), { ...view, x: { min, max } })
      expect(points.length).toBeLessThanOrEqual(2 * view.columns + 2)
      expect(points.every(({ x }, index) => index === 0 || x > points[index - 1]!.x)).toBe(true)
      const inside = points.filter(({ x }) => x >= min && x <= max).map(({ y }) => y)
      const seen = values.subarray(Math.max(0, min - 1), max)
      expect(Math.max(...inside)).toBe(Math.max(...seen))
      expect(Math.min(...inside)).toBe(Math.min(...seen))
    }
  })

  it('has a point beyond either edge, so that the line goes on', () => {
    const { points } = decimate(line(counted(1000)), { ...view, x: { min: 100.5, max: 102.5 } })
    expect(points.map(({ x }) => x)).toEqual([100, 101, 102, 103])
  })

  it('draws the least and the most of points that stand for many', () => {
    const { points } = decimate(
      { x: Float64Array.of(10, 20), values: Float64Array.of(1, 2), high: Float64Array.of(4, 2) },
      { ...view, x: { min: 0, max: 30 } },
    )
    expect(points).toEqual([
      { x: 10, y: 1 },
      { x: 10, y: 4 },
      { x: 20, y: 2 },
    ])
  })

  it('has no place for 0 and less on a logarithmic axis, and counts them', () => {
    const values = Float64Array.of(100, 0, -1, 0.01)
    const { points, leftOut } = decimate(line(values), { ...view, isLogY: true, x: { min: 0, max: 4 } })
    expect(points).toEqual([
      { x: 1, y: 2 },
      { x: 4, y: -2 },
    ])
    expect(leftOut).toBe(2)
  })

  it('has columns of equal width on a logarithmic x axis', () => {
    const values = new Float64Array(10_000).with(0, 9).with(9_999, 8)
    const { points } = decimate(line(values), { ...view, isLogX: true, x: { min: 0, max: 4 } })
    expect(points[0]).toEqual({ x: 0, y: 9 })
    expect(points.at(-1)).toEqual({ x: 4, y: 8 })
    // A hundredth of all values, but half of the axis; by number they would be one column.
    expect(points.filter(({ x }) => x <= 2).length).toBeGreaterThan(15)
  })
})

describe('search', () => {
  it('halves its way to a value', () => {
    const x = Float64Array.of(1, 2, 2, 5)
    expect([0, 1, 1.5, 2, 3, 5, 6].map((value) => firstFrom(x, value))).toEqual([0, 0, 1, 1, 3, 3, 4])
    expect([-9, 1.4, 1.6, 3.4, 3.6, 99].map((value) => x[nearest(x, value)])).toEqual([1, 1, 2, 2, 5, 5])
    expect(nearest(new Float64Array(), 1)).toBe(-1)
  })
})

describe('smooth', () => {
  it('is the moving average with bias correction, term by term', () => {
    const values = Float64Array.of(3, 1, NaN, 4, 1, 5)
    const weight = 0.6
    const finite = [3, 1, 4, 1, 5]
    // mᵢ / (1 − wⁱ) = Σ wⁱ⁻ʲ yⱼ / Σ wⁱ⁻ʲ
    const expected = finite.map((_, i) => {
      const weights = finite.slice(0, i + 1).map((__, j) => weight ** (i - j))
      const sum = weights.reduce((a, b) => a + b)
      return weights.reduce((a, b, j) => a + b * finite[j]!, 0) / sum
    })
    const smoothed = smooth(values, weight)
    expect(smoothed[2]).toBeNaN()
    expect([...smoothed].filter((value) => !Number.isNaN(value))).toEqual(
      expected.map((value) => expect.closeTo(value, 12)),
    )
  })
  it('leaves values alone without weight, and equal ones to the bit', () => {
    const values = Float64Array.of(0.1, 0.2)
    expect(smooth(values, 0)).toBe(values)
    const equal = new Float64Array(5).fill(0.1)
    expect(smooth(equal, 0.9)).toEqual(equal)
  })
})

describe('axes', () => {
  it('place values', () => {
    expect([place(100, true), place(0, true), place(-1, true), place(-1, false)]).toEqual([2, NaN, NaN, -1])
  })
  it('have ticks at 1, 2 and 5, at powers where those are many, and even ones where they are few', () => {
    const values = (ticks: number[]) => ticks.map((at) => Number((10 ** at).toPrecision(3)))
    expect(values(logTicks({ min: -1, max: 0.5 }, 6))).toEqual([0.1, 0.2, 0.5, 1, 2])
    expect(values(logTicks({ min: -3, max: 1 }, 6))).toEqual([0.001, 0.01, 0.1, 1, 10])
    expect(values(logTicks({ min: -9, max: 3 }, 6))).toEqual([1e-9, 1e-6, 1e-3, 1, 1e3])
    expect(values(logTicks({ min: Math.log10(0.63), max: Math.log10(0.79) }, 6))).toEqual([0.65, 0.7, 0.75])
  })
  it('begin at zero and reach as far as is planned; logarithmic ones as far as there are values', () => {
    expect(wholeAxis(Float64Array.of(1, 2), null, false, 20)).toEqual({ min: 0, max: 20 })
    expect(wholeAxis(Float64Array.of(1, 100), null, true, 1000)).toEqual({ min: 0, max: 2 })
    expect(wholeAxis(Float64Array.of(10), null, true, 20)).toEqual({ min: 0.5, max: 1.5 })
    expect(wholeAxis(new Float64Array(), null, true, 20)).toEqual({ min: 0, max: 1 })
    const tail = { x: Float64Array.of(0.01, 0.1), values: Float64Array.of(1, 1) }
    expect(wholeAxis(new Float64Array(), tail, true, 20)).toEqual({ min: -2, max: -1 })
  })
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
    expect(logRange([])).toEqual({ min: -1, max: 0 })
    expect(logRange([-2])).toEqual({ min: -2.3, max: -1.7 })
  })
})

describe('zoom', () => {
  const whole = { min: 0, max: 100 }
  it('keeps the place under the pointer where it is', () => {
    const next = zoomed({ min: 20, max: 60 }, whole, 0.5, 30)!
    expect(next).toEqual({ min: 25, max: 45 })
    expect((30 - next.min) / (next.max - next.min)).toBe((30 - 20) / (60 - 20))
  })
  it('stays on the axis; all of it is no zoom', () => {
    expect(zoomed({ min: 10, max: 60 }, whole, 10, 30)).toBeNull()
    expect(panned({ min: 10, max: 60 }, whole, -1)).toEqual({ min: 0, max: 50 })
    expect(panned({ min: 10, max: 60 }, whole, 0.5)).toEqual({ min: 35, max: 85 })
    expect(panned({ min: 60, max: 100 }, whole, 1)).toEqual({ min: 60, max: 100 })
    expect(within({ min: -5, max: 40 }, whole)).toEqual({ min: 0, max: 40 })
  })
  it('never shows nothing', () => {
    const { min, max } = within({ min: 50, max: 50 }, whole)!
    expect(max - min).toBeCloseTo(1e-5, 10)
  })
})

it('chartNotes names smoothing, logarithms, a start above zero and what is left out', () => {
  const plain = {
    smoothing: 0,
    isLogX: false,
    isLogY: false,
    start: '0',
    isFromZero: true,
    leftOut: 0,
    isThinned: false,
  }
  expect(chartNotes(plain)).toEqual([])
  expect(chartNotes({ ...plain, smoothing: 0.6, start: '0.5', isFromZero: false })).toEqual([
    'smoothed 0.60',
    'y starts at 0.5',
  ])
  expect(chartNotes({ ...plain, isLogY: true, start: null, isFromZero: false, leftOut: 2 })).toEqual([
    'logarithmic',
    '2 values of 0 or less left out',
  ])
})

describe('seriesCsv', () => {
  const x = Float64Array.of(1, 2)
  it('writes full precision and leaves NaN empty', () => {
    const series = [
      { name: 'train', kind: 'train', values: Float64Array.of(0.1234567890123, 0.5) },
      { name: 'validation', kind: 'validation', values: Float64Array.of(NaN, 0.25) },
    ] as const
    expect(seriesCsv('epoch', x, series)).toBe('epoch,train,validation\n1,0.1234567890123,\n2,0.5,0.25\n')
  })
  it('writes least and most of points that stand for many, which are read as a span', () => {
    const one = { name: 'train', kind: 'train', values: Float64Array.of(1, 2), high: Float64Array.of(3, 2) } as const
    expect(seriesCsv('epoch', x, [one])).toBe('epoch,train min,train max\n1,1,3\n2,2,2\n')
    expect([0, 1, 2].map((index) => valueText(one, index, String))).toEqual(['1–3', '2', '–'])
  })
  it('writes names of runs so that no spreadsheet runs them', () => {
    const series = [{ name: '=HYPERLINK("x")', kind: 'train', values: Float64Array.of(-0.5) }] as const
    expect(seriesCsv('epoch', Float64Array.of(1), series)).toBe('epoch,"\'=HYPERLINK(""x"")"\n1,-0.5\n')
  })
})
