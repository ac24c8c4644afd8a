import { formatSigned } from '../ui/format.ts'
import { signedColor } from './colormap.ts'
import { inkOn } from './ink.ts'
import { cellAt, indexOf } from './sheet.ts'
import type { SheetDrawing } from './sheet-pixels.ts'
import type { SheetView } from './useSheetView.ts'

/** Pixels of a cell that has room for its number. */
const ROOM = 40
const FONT = 11

/** Writes each number on its cell, where the cells are large enough; a colour has three. */
export function writeNumbers(context: CanvasRenderingContext2D, drawing: SheetDrawing, view: SheetView, ratio: number) {
  const { sheet, values, limit, theme } = drawing
  if (view.scale < ROOM || sheet.colorStride !== undefined) return
  const { width, height } = context.canvas
  const scale = view.scale * ratio
  context.font = `${FONT * ratio}px ${getComputedStyle(document.body).fontFamily || 'sans-serif'}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (let y = Math.max(0, Math.floor(view.y)); (y - view.y) * scale < height; y++)
    for (let x = Math.max(0, Math.floor(view.x)); (x - view.x) * scale < width; x++) {
      const cell = cellAt(sheet, x, y)
      if (!cell) continue
      const value = values[indexOf(sheet, cell)] ?? NaN
      context.fillStyle = inkOn(signedColor(value, limit, theme))
      context.fillText(formatSigned(value, 2), (x + 0.5 - view.x) * scale, (y + 0.5 - view.y) * scale)
    }
}
