import { shallowRef } from 'vue'
import { expect, it } from 'vitest'
import { matrixSheet, pictureSheet } from '../../../src-renderer/canvas/sheet.ts'
import { exactScale, fittingScale, useSheetView } from '../../../src-renderer/canvas/useSheetView.ts'

const VIEW = { width: 300, height: 200 }

it('a cell has whole device pixels where it has any', () => {
  expect([exactScale(3.7, 1), exactScale(3.7, 2), exactScale(0.3, 2), exactScale(0.8, 2)]).toEqual([3, 3.5, 0.3, 0.5])
  expect(exactScale(1000, 1)).toBe(64)
})

it('a sheet is first seen as a whole, its pictures not too small to be told', () => {
  expect(fittingScale(matrixSheet(784, 500), VIEW, 1)).toBeCloseTo(300 / 500, 12)
  expect(fittingScale(matrixSheet(1568, 64), VIEW, 1)).toBe(2)
  expect(fittingScale(matrixSheet(2, 2), VIEW, 1)).toBe(48)
  expect(fittingScale(pictureSheet([28, 28, 1, 500], VIEW), VIEW, 1)).toBe(1)
})

it('zooming keeps the place under the pointer, panning stays on the sheet, fitting shows all', () => {
  const { view, zoom, pan, reveal, fit } = useSheetView(
    () => matrixSheet(100, 100),
    () => VIEW,
    () => 1,
  )
  expect(view.value).toEqual({ scale: 2, x: -25, y: 0 })
  zoom(2, { x: 150, y: 100 })
  expect(view.value).toEqual({ scale: 4, x: 12.5, y: 25 })
  pan(-1e6, 40)
  expect(view.value).toEqual({ scale: 4, x: 25, y: 15 })
  reveal({ x: 99, y: 0 })
  expect(view.value).toEqual({ scale: 4, x: 25, y: 0 })
  zoom(1.1, { x: 0, y: 0 })
  expect(view.value.scale).toBe(5)
  for (let i = 0; i < 20; i++) zoom(0.5, { x: 0, y: 0 })
  expect(view.value.scale).toBe(2)
  zoom(4, { x: 0, y: 0 })
  fit()
  expect(view.value).toEqual({ scale: 2, x: -25, y: 0 })
})

it('another layer is seen as a whole again', async () => {
  const sheet = shallowRef(matrixSheet(100, 100))
  const { view, zoom } = useSheetView(
    () => sheet.value,
    () => VIEW,
    () => 1,
  )
  zoom(8, { x: 0, y: 0 })
  sheet.value = matrixSheet(50, 50)
  await Promise.resolve()
  expect(view.value.scale).toBe(4)
})
