import { colorWord, SIGNED_WORDS, signedStep, type Theme } from './colormap.ts'
import type { Sheet } from './sheet.ts'

/** What is drawn, and on which scale. */
export interface SheetDrawing {
  readonly sheet: Sheet
  readonly values: Float32Array
  /** The number that gets the full colour. */
  readonly limit: number
  readonly theme: Theme
}

/** Part of a sheet in cells. */
export interface SheetPart {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * RGBA pixels of part of a sheet, one per cell: `signedColor` of its number, or `colorWord` of its three; between tiles they
 * are clear.
 * @param part inside the sheet
 */
export function sheetPixels(drawing: SheetDrawing, part: SheetPart): Uint8ClampedArray<ArrayBuffer> {
  const { sheet, values, limit, theme } = drawing
  const { tiles, across, tileWidth, tileHeight, rowStride, columnStride, colorStride } = sheet
  const words = SIGNED_WORDS[theme]
  const at = (index: number): number => values[index] ?? NaN
  const wordOf =
    colorStride === undefined
      ? (index: number): number => words[signedStep(at(index), limit)] ?? 0
      : (index: number): number => colorWord(at(index), at(index + colorStride), at(index + 2 * colorStride), limit)
  const pixels = new Uint32Array(part.width * part.height)
  const [right, bottom] = [part.x + part.width, part.y + part.height]
  for (let tileY = Math.floor(part.y / (tileHeight + 1)); tileY * (tileHeight + 1) < bottom; tileY++)
    for (let tileX = Math.floor(part.x / (tileWidth + 1)); tileX * (tileWidth + 1) < right; tileX++) {
      const tile = tileY * across + tileX
      if (tileX >= across || tile >= tiles) continue
      const [left, top] = [tileX * (tileWidth + 1), tileY * (tileHeight + 1)]
      const [firstX, endX] = [Math.max(left, part.x), Math.min(left + tileWidth, right)]
      const endY = Math.min(top + tileHeight, bottom)
      const base = sheet.base(tile)
      for (let y = Math.max(top, part.y); y < endY; y++) {
        let index = base + (y - top) * rowStride + (firstX - left) * columnStride
        let pixel = (y - part.y) * part.width + firstX - part.x
        for (let x = firstX; x < endX; x++, index += columnStride) pixels[pixel++] = wordOf(index)
      }
    }
  return new Uint8ClampedArray(pixels.buffer)
}
