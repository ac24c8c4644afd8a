import { describe, expect, it } from 'vitest'
import { signedColor } from '../../../src-renderer/canvas/colormap.ts'
import { movedCell } from '../../../src-renderer/canvas/move-cell.ts'
import {
  cellAt,
  colorSheet,
  indexOf,
  kernelSheet,
  matrixSheet,
  pictureSheet,
  placeOf,
  sheetSize,
  type Sheet,
} from '../../../src-renderer/canvas/sheet.ts'
import { sheetPixels } from '../../../src-renderer/canvas/sheet-pixels.ts'

const counting = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => i - length / 2)
const WIDE = { width: 10_000, height: 100 }

/** The number at each place of a sheet; null between tiles. */
function read(sheet: Sheet, values: Float32Array): (number | null)[][] {
  const { width, height } = sheetSize(sheet)
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const cell = cellAt(sheet, x, y)
      return cell && values[indexOf(sheet, cell)]!
    }),
  )
}

describe('a sheet', () => {
  it('of a matrix has inputs down and units across', () => {
    const sheet = matrixSheet(2, 3)
    expect(read(sheet, Float32Array.of(1, 2, 3, 4, 5, 6))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(sheet.name({ tile: 0, row: 1, column: 2 })).toBe('input 2 to unit 3')
    expect(matrixSheet(2, 3, 4).name({ tile: 0, row: 1, column: 0 })).toBe('inputs 5 to 8 to units 1 to 4, mean')
  })

  it('of colours shows each unit as one picture, its three numbers as one colour', () => {
    // [height 1, width 2, channels 3, units 2]: the number of a weight is column·6 + channel·2 + unit.
    const sheet = colorSheet([1, 2, 3, 2], WIDE)
    const values = new Float32Array(12)
    const set = (unit: number, column: number, ...rgb: number[]): void =>
      rgb.forEach((value, channel) => (values[column * 6 + channel * 2 + unit] = value))
    set(0, 0, 2, 0, -2)
    set(0, 1, 1, -1, 9)
    set(1, 0, 0, 0, 0)
    set(1, 1, 0, NaN, 0)
    const pixels = sheetPixels({ sheet, values, limit: 2, theme: 'dark' }, { x: 0, y: 0, ...sheetSize(sheet) })
    expect(Array.from({ length: 5 }, (_, x) => [...pixels.subarray(4 * x, 4 * x + 4)])).toEqual([
      [255, 128, 0, 255],
      [191, 64, 255, 255],
      [0, 0, 0, 0],
      [128, 128, 128, 255],
      [255, 0, 255, 255],
    ])
    expect(sheet.name({ tile: 1, row: 0, column: 1 })).toBe('unit 2, row 1, column 2')
  })

  it('of pictures shows each unit with its channels beside each other', () => {
    // [height 2, width 1, channels 3, units 2]: the number of a weight is row·6 + channel·2 + unit.
    const sheet = pictureSheet([2, 1, 3, 2], WIDE)
    const values = Float32Array.from({ length: 12 }, (_, i) => i)
    expect(read(sheet, values)).toEqual([
      [0, null, 2, null, 4, null, 1, null, 3, null, 5],
      [null, null, null, null, null, null, null, null, null, null, null].map((_, x) =>
        x % 2 === 1 ? null : [6, 8, 10, 7, 9, 11][x / 2]!,
      ),
    ])
    expect(sheet.name({ tile: 5, row: 1, column: 0 })).toBe('unit 2, row 2, column 1, B')
  })

  it('of many pictures goes on downwards where they would be too small to see', () => {
    const narrow = pictureSheet([28, 28, 1, 500], { width: 300, height: 100 })
    expect(narrow.across).toBe(10)
    expect(sheetSize(narrow)).toEqual({ width: 10 * 29 - 1, height: 50 * 29 - 1 })
  })

  it('of a kernel has filters across and channels down', () => {
    const sheet = kernelSheet([1, 1, 2, 3])
    expect(read(sheet, Float32Array.of(1, 2, 3, 4, 5, 6))).toEqual([
      [1, null, 2, null, 3],
      [null, null, null, null, null],
      [4, null, 5, null, 6],
    ])
    expect(sheet.name({ tile: 4, row: 0, column: 0 })).toBe('filter 2, channel 2, row 1, column 1')
  })

  it('finds the place of every number again', () => {
    const sheet = pictureSheet([3, 2, 2, 7], { width: 200, height: 200 })
    const seen = new Set<number>()
    for (let tile = 0; tile < sheet.tiles; tile++)
      for (let row = 0; row < 3; row++)
        for (let column = 0; column < 2; column++) {
          const { x, y } = placeOf(sheet, { tile, row, column })
          expect(cellAt(sheet, x, y)).toEqual({ tile, row, column })
          seen.add(indexOf(sheet, { tile, row, column }))
        }
    expect(seen.size).toBe(84)
    expect([cellAt(sheet, -1, 0), cellAt(sheet, 0, 1e6)]).toEqual([null, null])
  })
})

it('the pixels of any part of a sheet are the colours of its numbers', () => {
  for (const theme of ['light', 'dark'] as const)
    for (const sheet of [
      matrixSheet(9, 14),
      pictureSheet([3, 3, 2, 7], { width: 90, height: 60 }),
      kernelSheet([3, 3, 2, 7]),
    ]) {
      const values = counting(126)
      values[40] = NaN
      const { width, height } = sheetSize(sheet)
      for (const part of [
        { x: 0, y: 0, width, height },
        { x: 2, y: 1, width: width - 4, height: height - 3 },
      ]) {
        const pixels = sheetPixels({ sheet, values, limit: 63, theme }, part)
        for (let y = 0; y < part.height; y++)
          for (let x = 0; x < part.width; x++) {
            const cell = cellAt(sheet, part.x + x, part.y + y)
            const expected = cell ? [...signedColor(values[indexOf(sheet, cell)]!, 63, theme), 255] : [0, 0, 0, 0]
            expect([...pixels.subarray((y * part.width + x) * 4, (y * part.width + x) * 4 + 4)]).toEqual(expected)
          }
      }
    }
})

describe('keys', () => {
  const sheet = pictureSheet([2, 2, 1, 3], WIDE)
  it('lead over the edges of tiles, and not out of the sheet', () => {
    expect(movedCell(sheet, null, 'ArrowRight')).toEqual({ tile: 0, row: 0, column: 0 })
    expect(movedCell(sheet, { tile: 0, row: 1, column: 1 }, 'ArrowRight')).toEqual({ tile: 1, row: 1, column: 0 })
    expect(movedCell(sheet, { tile: 2, row: 1, column: 1 }, 'ArrowRight')).toEqual({ tile: 2, row: 1, column: 1 })
    expect(movedCell(sheet, { tile: 1, row: 0, column: 0 }, 'ArrowUp')).toEqual({ tile: 1, row: 0, column: 0 })
  })
  it('lead to other tiles, and far in a matrix', () => {
    expect(movedCell(sheet, { tile: 1, row: 1, column: 0 }, 'PageDown')).toEqual({ tile: 2, row: 1, column: 0 })
    expect(movedCell(sheet, null, 'End')).toEqual({ tile: 2, row: 1, column: 1 })
    expect(movedCell(matrixSheet(15, 4), { tile: 0, row: 8, column: 2 }, 'PageDown')).toEqual({
      tile: 0,
      row: 14,
      column: 2,
    })
    expect(movedCell(sheet, null, 'a')).toBeNull()
  })
})
