import { expect, it } from 'vitest'
import { useCellCursor } from '../../../src-renderer/canvas/useCellCursor.ts'

const layout = { height: 2, width: 3, channels: 2, units: 4 }

it('moves over the channels of a unit and stops at its edges', () => {
  const { cell, index, move } = useCellCursor(() => layout)
  for (let step = 0; step < 3; step++) move('ArrowRight')
  expect(cell.value).toEqual({ unit: 0, row: 0, column: 0, channel: 1 })
  for (let step = 0; step < 9; step++) move('ArrowRight')
  expect(cell.value).toEqual({ unit: 0, row: 0, column: 2, channel: 1 })
  move('ArrowDown')
  move('PageDown')
  expect(cell.value).toEqual({ unit: 1, row: 1, column: 2, channel: 1 })
  expect(index.value).toBe(((1 * 3 + 2) * 2 + 1) * 4 + 1)
  move('End')
  expect(cell.value?.unit).toBe(3)
  expect(move('a')).toBe(false)
})

it('finds the weight under the pointer', () => {
  const { cell, point } = useCellCursor(() => layout)
  point(2, 0.99, 0.6)
  expect(cell.value).toEqual({ unit: 2, row: 1, column: 2, channel: 1 })
  point(2, 0, 0)
  expect(cell.value).toEqual({ unit: 2, row: 0, column: 0, channel: 0 })
})
