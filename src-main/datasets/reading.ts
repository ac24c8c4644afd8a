import type { OneHotSpan } from '../../src-engine/data/tables/measure.ts'
import type { LayoutChoice, TableChoice } from '../contract/types.ts'

/** How a folder or a file was read, where it could be read in several ways. */
export interface Reading {
  readonly layout?: LayoutChoice | undefined
  readonly table?: TableChoice | undefined
  /** Columns of a table that stand for categories, one span for each; absent: none. */
  readonly oneHot?: readonly OneHotSpan[] | undefined
  /** The path of the one file that was chosen, among those that were read for it. */
  readonly file?: string | undefined
}
