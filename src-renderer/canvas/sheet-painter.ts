import { sheetSize } from './sheet.ts'
import { sheetPixels, type SheetDrawing, type SheetPart } from './sheet-pixels.ts'
import type { SheetView } from './useSheetView.ts'

/** Cells of one side of a piece that is coloured at once. */
const PIECE = 512

/** Draws the part of a sheet that is in view, piece by piece; pieces in view are coloured once for each drawing. */
export class SheetPainter {
  readonly #pieces = new Map<number, HTMLCanvasElement>()
  #drawing: SheetDrawing | null = null

  /** @param ratio device pixels for one of the page's */
  paint(context: CanvasRenderingContext2D, drawing: SheetDrawing, view: SheetView, ratio: number): void {
    if (drawing !== this.#drawing) this.#pieces.clear()
    this.#drawing = drawing
    const { width, height } = context.canvas
    const size = sheetSize(drawing.sheet)
    const scale = view.scale * ratio
    // The place is rounded once for all: else half a pixel at one edge alone would stretch the whole.
    const toScreen = (cell: number, origin: number): number => Math.round(cell * scale) - Math.round(origin * scale)
    context.clearRect(0, 0, width, height)
    // Weights that are smaller than a pixel are blended, larger ones keep their edges.
    context.imageSmoothingEnabled = scale < 1
    context.imageSmoothingQuality = 'high'
    const firstX = Math.max(0, Math.floor(view.x / PIECE))
    for (let pieceY = Math.max(0, Math.floor(view.y / PIECE)); toScreen(pieceY * PIECE, view.y) < height; pieceY++) {
      if (pieceY * PIECE >= size.height) break
      for (let pieceX = firstX; toScreen(pieceX * PIECE, view.x) < width && pieceX * PIECE < size.width; pieceX++) {
        const [x, y] = [pieceX * PIECE, pieceY * PIECE]
        const part = { x, y, width: Math.min(PIECE, size.width - x), height: Math.min(PIECE, size.height - y) }
        const [left, top] = [toScreen(x, view.x), toScreen(y, view.y)]
        const [right, bottom] = [toScreen(x + part.width, view.x), toScreen(y + part.height, view.y)]
        context.drawImage(this.#piece(drawing, part), left, top, right - left, bottom - top)
      }
    }
  }

  #piece(drawing: SheetDrawing, part: SheetPart): HTMLCanvasElement {
    // No side has more than 2³² cells.
    const key = part.y * 2 ** 21 + part.x / PIECE
    const known = this.#pieces.get(key)
    if (known) return known
    const canvas = document.createElement('canvas')
    canvas.width = part.width
    canvas.height = part.height
    canvas.getContext('2d')?.putImageData(new ImageData(sheetPixels(drawing, part), part.width, part.height), 0, 0)
    this.#pieces.set(key, canvas)
    return canvas
  }
}
