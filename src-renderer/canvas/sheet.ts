import { channelNames } from './weights.ts'

/** One number of a sheet. */
export interface SheetCell {
  readonly tile: number
  readonly row: number
  readonly column: number
}

/**
 * How the numbers of a tensor are laid out to be looked at: tiles of the same size, so many beside each other, one cell between
 * them. Number (row, column) of a tile lies at `base(tile) + row · rowStride + column · columnStride`.
 */
export interface Sheet {
  readonly tiles: number
  readonly across: number
  readonly tileWidth: number
  readonly tileHeight: number
  readonly rowStride: number
  readonly columnStride: number
  /** From the red number of a cell to its green one, and on to its blue one: the three are one colour. Else each is a cell. */
  readonly colorStride?: number
  base(tile: number): number
  /** Which number this is, in words. */
  name(cell: SheetCell): string
}

/** A kernel [inputs, units], or means of blocks of one: inputs down, units across. */
export function matrixSheet(rows: number, columns: number, block = 1): Sheet {
  const place = (one: string, index: number): string =>
    block === 1 ? `${one} ${index + 1}` : `${one}s ${index * block + 1} to ${(index + 1) * block}`
  return {
    ...{ tiles: 1, across: 1, tileWidth: columns, tileHeight: rows, rowStride: columns, columnStride: 1 },
    base: () => 0,
    name: ({ row, column }) => `${place('input', row)} to ${place('unit', column)}${block === 1 ? '' : ', mean'}`,
  }
}

/** One number per unit in a row. */
export function rowSheet(length: number): Sheet {
  return {
    ...{ tiles: 1, across: 1, tileWidth: length, tileHeight: 1, rowStride: length, columnStride: 1 },
    base: () => 0,
    name: ({ column }) => `unit ${column + 1}`,
  }
}

/** Width and height in the page's pixels. */
export interface ViewSize {
  readonly width: number
  readonly height: number
}

/** Pictures of several are not shown smaller unless somebody zooms out: pixels of the longer side, or as many for a cell. */
const LEAST_TILE = 28
const LEAST_CELL = 6

/** The scale below which a tile cannot be told from others. */
export const leastScale = (width: number, height: number): number =>
  Math.min(LEAST_CELL, LEAST_TILE / Math.max(width, height))

/**
 * [height, width, channels, units] as pictures, a unit's channels beside each other.
 * @param view where they are to fit; downwards there may be more
 */
export function pictureSheet(shape: readonly [number, number, number, number], view: ViewSize): Sheet {
  const [height, width, channels, units] = shape
  const names = channelNames(channels)
  const group = (width + 1) * channels
  const balanced = Math.sqrt((units * (height + 1) * view.width) / (group * Math.max(1, view.height)))
  const most = view.width / (leastScale(width, height) * group)
  const groups = Math.max(1, Math.min(units, Math.ceil(balanced), Math.floor(most)))
  return {
    ...{ tiles: units * channels, across: groups * channels, tileWidth: width, tileHeight: height },
    ...{ rowStride: width * channels * units, columnStride: channels * units },
    base: (tile) => (tile % channels) * units + Math.floor(tile / channels),
    name({ tile, row, column }) {
      const channel = names[tile % channels]
      const place = `row ${row + 1}, column ${column + 1}${channel ? `, ${channel}` : ''}`
      return `unit ${Math.floor(tile / channels) + 1}, ${place}`
    },
  }
}

/** [height, width, 3, units] as pictures in colour, one for each unit. */
export function colorSheet([height, width, , units]: readonly [number, number, number, number], view: ViewSize): Sheet {
  const pictures = pictureSheet([height, width, 1, units], view)
  return { ...pictures, rowStride: width * 3 * units, columnStride: 3 * units, colorStride: units }
}

/** A kernel [height, width, channels, filters] as tiles: filters across, the channels they look at down. */
export function kernelSheet([height, width, channels, filters]: readonly [number, number, number, number]): Sheet {
  return {
    ...{ tiles: channels * filters, across: filters, tileWidth: width, tileHeight: height },
    ...{ rowStride: width * channels * filters, columnStride: channels * filters },
    base: (tile) => tile,
    name({ tile, row, column }) {
      const place = `row ${row + 1}, column ${column + 1}`
      return `filter ${(tile % filters) + 1}, channel ${Math.floor(tile / filters) + 1}, ${place}`
    },
  }
}

/** Cells across and down, with those between the tiles. */
export function sheetSize({ tiles, across, tileWidth, tileHeight }: Sheet): { width: number; height: number } {
  const columns = Math.min(across, tiles)
  const gap = tiles > 1 ? 1 : 0
  return {
    width: columns * (tileWidth + gap) - gap,
    height: Math.ceil(tiles / across) * (tileHeight + gap) - gap,
  }
}

/** Where a number stands on the sheet, in cells. */
export function placeOf({ across, tileWidth, tileHeight }: Sheet, { tile, row, column }: SheetCell) {
  return {
    x: (tile % across) * (tileWidth + 1) + column,
    y: Math.floor(tile / across) * (tileHeight + 1) + row,
  }
}

/** The number at a place of the sheet; null between tiles and outside. */
export function cellAt({ tiles, across, tileWidth, tileHeight }: Sheet, x: number, y: number): SheetCell | null {
  const [tileX, tileY] = [Math.floor(x / (tileWidth + 1)), Math.floor(y / (tileHeight + 1))]
  const cell = { tile: tileY * across + tileX, row: y - tileY * (tileHeight + 1), column: x - tileX * (tileWidth + 1) }
  const isInside = x >= 0 && y >= 0 && tileX < across && cell.tile < tiles
  return isInside && cell.row < tileHeight && cell.column < tileWidth ? cell : null
}

export const indexOf = (sheet: Sheet, { tile, row, column }: SheetCell): number =>
  sheet.base(tile) + row * sheet.rowStride + column * sheet.columnStride
