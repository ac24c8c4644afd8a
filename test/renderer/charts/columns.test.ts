import fc from 'fast-check'
import { expect, it } from 'vitest'
import { columnsOf, thickened } from '../../../src-renderer/charts/columns.ts'

const at = (x: number, y: number) => ({ x, y })

it('holds of each column what a line passes there, edges and corners', () => {
  const { first, top, bottom } = columnsOf([at(10.5, 0), at(12.5, 20), at(12.75, 5), at(12.9, 30)])
  expect(first).toBe(10)
  expect([...top]).toEqual([0, 5, 5])
  expect([...bottom]).toEqual([5, 15, 30])
})

it('has nothing where there are no points, and one column for one', () => {
  expect(columnsOf([]).top).toHaveLength(0)
  expect(columnsOf([at(3.2, 7)])).toEqual({ first: 3, top: Float64Array.of(7), bottom: Float64Array.of(7) })
})

it('leaves no gap between neighbours, and no point out', () => {
  const line = fc
    .array(fc.tuple(fc.double({ min: 0, max: 40, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true })), {
      minLength: 1,
    })
    .map((points) => points.map(([x, y]) => at(x, y)).toSorted((a, b) => a.x - b.x))
  fc.assert(
    fc.property(line, (points) => {
      const { first, top, bottom } = columnsOf(points)
      for (const { x, y } of points) {
        const column = Math.floor(x) - first
        expect(top[column]).toBeLessThanOrEqual(y)
        expect(bottom[column]).toBeGreaterThanOrEqual(y)
      }
      for (let column = 1; column < top.length; column++) {
        expect(top[column]! - 1e-9).toBeLessThanOrEqual(bottom[column - 1]!)
        expect(bottom[column]! + 1e-9).toBeGreaterThanOrEqual(top[column - 1]!)
      }
    }),
  )
})

it('spreads with a wider pen to the columns beside', () => {
  const columns = columnsOf([at(5.5, 10), at(6.5, 20)])
  expect(thickened(columns, 1)).toEqual(columns)
  expect(thickened(columns, 3)).toEqual({
    first: 4,
    top: Float64Array.of(10, 10, 10, 15),
    bottom: Float64Array.of(15, 20, 20, 20),
  })
})
