import { computed, shallowRef, watch, type Ref } from 'vue'
import { leastScale, sheetSize, type Sheet, type ViewSize } from './sheet.ts'

/** What is in view of a sheet: the place in its top left corner, in cells, and the page's pixels for a cell. */
export interface SheetView {
  readonly scale: number
  readonly x: number
  readonly y: number
}

/** A cell is never larger, and where the whole sheet fits easily it is no larger than the second (pixels). */
const LARGEST = 64
const COMFORTABLE = 48
/** A weight of a matrix is not shown smaller where its rows fit (pixels). */
const LEAST_CELL = 2
/**
 * The scale as it can be drawn exactly: whole device pixels for a cell, where it has any.
 * @param ratio device pixels for one of the page's
 */
export function exactScale(scale: number, ratio: number): number {
  const pixels = Math.min(scale, LARGEST) * ratio
  return (pixels < 1 ? pixels : Math.floor(pixels + 1e-9)) / ratio
}

/** The scale at which a sheet is seen as a whole, or where its weights or tiles could not be told then, in its whole width. */
export function fittingScale(sheet: Sheet, { width, height }: ViewSize, ratio: number): number {
  const size = sheetSize(sheet)
  const whole = Math.min(width / size.width, height / size.height, COMFORTABLE)
  const least = sheet.tiles > 1 ? leastScale(sheet.tileWidth, sheet.tileHeight) : LEAST_CELL
  return exactScale(Math.max(whole, Math.min(least, width / size.width)), ratio)
}

/** Keeps the sheet in view: in the middle where it is smaller, else without space at its edges. */
export function inside({ scale, x, y }: SheetView, sheet: Sheet, { width, height }: ViewSize): SheetView {
  const size = sheetSize(sheet)
  const along = (at: number, cells: number, pixels: number): number => {
    const free = cells - pixels / scale
    return free <= 0 ? free / 2 : Math.max(0, Math.min(free, at))
  }
  return { scale, x: along(x, size.width, width), y: along(y, size.height, height) }
}

/** Zoom and place of a sheet; begins with the whole of it, and again when another one is shown. */
export function useSheetView(
  sheet: () => Sheet,
  size: () => ViewSize,
  ratio: () => number,
  /** Null: as it fits. Sheets side by side can have it in common. */
  chosen: Ref<SheetView | null> = shallowRef(null),
) {
  const fitting = computed(() => fittingScale(sheet(), size(), ratio()))
  const view = computed(() => inside(chosen.value ?? { scale: fitting.value, x: 0, y: 0 }, sheet(), size()))

  /** Keeps what is at this place of the view where it is. */
  function zoom(factor: number, at: { x: number; y: number }): void {
    const { scale, x, y } = view.value
    const whole = sheetSize(sheet())
    const least = Math.min(fitting.value, size().width / whole.width, size().height / whole.height)
    const wanted = exactScale(Math.max(scale * factor, least), ratio())
    // A whole number of pixels more or less, where the factor alone would change nothing.
    const step = wanted === scale && scale * ratio() >= 1 ? Math.sign(factor - 1) / ratio() : 0
    const next = Math.max(exactScale(wanted + step, ratio()), Math.min(least, wanted))
    chosen.value = inside(
      { scale: next, x: x + at.x / scale - at.x / next, y: y + at.y / scale - at.y / next },
      sheet(),
      size(),
    )
  }

  /** @param dx pixels that the sheet moves */
  function pan(dx: number, dy: number): void {
    const { scale, x, y } = view.value
    chosen.value = inside({ scale, x: x - dx / scale, y: y - dy / scale }, sheet(), size())
  }

  /** Brings a cell into view. */
  function reveal(at: { x: number; y: number }): void {
    const { scale, x, y } = view.value
    const along = (place: number, first: number, pixels: number): number =>
      place < first ? place : Math.max(first, place + 1 - pixels / scale)
    const next = { x: along(at.x, x, size().width), y: along(at.y, y, size().height) }
    if (next.x !== x || next.y !== y) chosen.value = inside({ scale, ...next }, sheet(), size())
  }

  const fit = (): void => void (chosen.value = null)
  watch(
    () =>
      Object.values(sheet())
        .filter((one) => typeof one === 'number')
        .join(),
    fit,
  )
  return { view, zoom, pan, reveal, fit }
}
