import type { LayoutChoice, TableChoice } from '../contract/types.ts'

/** How a folder or a file was read, where it could be read in several ways. */
export interface Reading {
  readonly layout?: LayoutChoice | undefined
  readonly table?: TableChoice | undefined
  /** Columns of a table that stand for categories, a span [first, end) for each; absent: none. */
  readonly oneHot?: readonly (readonly [first: number, end: number])[] | undefined
}
