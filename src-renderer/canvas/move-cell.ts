import { cellAt, placeOf, type Sheet, type SheetCell } from './sheet.ts'

/** Rows that the page keys skip where there is but one tile. */
const FAR = 10

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/**
 * Where a key leads: arrows to the number beside, over the edges of tiles; the page keys to another tile; Home and End to the
 * first and the last number. Null for all other keys.
 * @param from null begins at the first number
 */
export function movedCell(sheet: Sheet, from: SheetCell | null, key: string): SheetCell | null {
  const { tiles, tileWidth, tileHeight } = sheet
  const first = { tile: 0, row: 0, column: 0 }
  const step = STEPS[key]
  if (step) {
    if (!from) return first
    const { x, y } = placeOf(sheet, from)
    const beside = (cells: number): SheetCell | null => cellAt(sheet, x + cells * step[0], y + cells * step[1])
    return beside(1) ?? beside(2) ?? from
  }
  const at = from ?? first
  const far = (way: -1 | 1): SheetCell =>
    tiles > 1 ? { ...at, tile: clamp(at.tile + way, tiles) } : { ...at, row: clamp(at.row + way * FAR, tileHeight) }
  switch (key) {
    case 'Home':
      return first
    case 'End':
      return { tile: tiles - 1, row: tileHeight - 1, column: tileWidth - 1 }
    case 'PageUp':
      return far(-1)
    case 'PageDown':
      return far(1)
    default:
      return null
  }
}

const clamp = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value))
