import type { Column } from './plan.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Where a column's nodes stand, in CSS pixels. */
export interface PlacedColumn {
  readonly column: Column
  readonly x: number
  readonly nodes: readonly Point[]
  /** Behind the last node, where some are left out: "+774 more". */
  readonly more: Point | null
  readonly bias: Point | null
  readonly radius: number
}

/** Words under a column need this much. */
const FOOT = 36
const HEAD = 10
const LEAST_PITCH = 96
/** Radius of a node that has the room. */
export const LARGEST = 15

/** The width that the columns need at least, so that their words do not run into each other. */
export const nodesWidth = (columns: readonly Column[]): number => columns.length * LEAST_PITCH

/** Columns from left to right, each centred in the height; all nodes of a drawing are of one size. */
export function placeNodes(columns: readonly Column[], width: number, height: number): PlacedColumn[] {
  const rows = ({ shown, units, hasBias }: Column): number => shown + (units > shown ? 1 : 0) + (hasBias ? 1 : 0)
  const room = Math.max(0, height - HEAD - FOOT)
  const pitch = Math.min(5 * LARGEST, room / Math.max(1, ...columns.map(rows)))
  const radius = Math.min(LARGEST, pitch * 0.4)
  const step = width / columns.length
  return columns.map((column, index) => {
    const x = step * (index + 0.5)
    const top = HEAD + (room - rows(column) * pitch) / 2
    const at = (row: number): Point => ({ x, y: top + (row + 0.5) * pitch })
    const isCut = column.units > column.shown
    return {
      ...{ column, x, radius },
      nodes: Array.from({ length: column.shown }, (_, row) => at(row)),
      more: isCut ? at(column.shown) : null,
      bias: column.hasBias ? at(rows(column) - 1) : null,
    }
  })
}
