import type { SplitName } from '../../../src-engine/spec/data.ts'
import type { Finding, FoundItem, SkippedFile } from '../../contract/types.ts'
import type { PictureTrait } from './traits.ts'

/** What the doctor knows of a picture or a row. */
export interface ExaminedItem {
  /** Null where the data are not imported. */
  readonly position: number | null
  readonly path: string
  readonly classIndex: number
  readonly split: SplitName
  readonly width: number
  readonly height: number
  readonly contentSha256: string
  readonly traits: readonly PictureTrait[]
}

/** A column of a table's inputs. */
export interface ExaminedColumn {
  readonly name: string
  readonly isConstant: boolean
  /** Rows whose cell was empty. */
  readonly missing: number
}

/** Everything that findings are told from. */
export interface Examined {
  readonly items: readonly ExaminedItem[]
  /** Names by index; empty for a regression. */
  readonly classes: readonly string[]
  readonly skipped: readonly SkippedFile[]
  /** Null for pictures. */
  readonly columns: readonly ExaminedColumn[] | null
  /** Indices of items that are copies of each other in all but how they were saved; each group holds no exact copies alone. */
  readonly near: readonly (readonly number[])[]
  /** Indices of items whose files are others now, or not there; empty where that was not looked at. */
  readonly changed: readonly number[]
  readonly missing: readonly number[]
}

export type Group = Finding['groups'][number]
export type Mend = Finding['mends'][number]
/** One kind of finding: what there is of it, or nothing. */
export type Finder = (examined: Examined) => Finding[]

/** Most groups that are listed. */
const MOST_GROUPS = 1000

export const listed = (groups: readonly Group[]): Group[] => groups.slice(0, MOST_GROUPS)

export function foundItem({ classes }: Examined, { position, path, classIndex, split }: ExaminedItem): FoundItem {
  return { position, path, className: classes[classIndex] ?? null, split }
}

/** Items each on its own, with what is particular about each. */
export function alone(
  examined: Examined,
  items: readonly ExaminedItem[],
  note: (item: ExaminedItem) => string | null = () => null,
): Group[] {
  return listed(items.slice(0, MOST_GROUPS).map((item) => ({ items: [foundItem(examined, item)], note: note(item) })))
}

/** Items that belong together. */
export function together(examined: Examined, groups: readonly (readonly ExaminedItem[])[]): Group[] {
  return listed(
    groups
      .slice(0, MOST_GROUPS)
      .map((items) => ({ items: items.map((item) => foundItem(examined, item)), note: null })),
  )
}

/** "1 picture", "12 rows". */
export function counted({ columns }: Examined, count: number): string {
  return `${count} ${columns ? 'row' : 'picture'}${count === 1 ? '' : 's'}`
}

/** "is" or "are", "has" or "have" and so on. */
export const verb = (count: number, one: string, more: string): string => (count === 1 ? one : more)

/** A mend that leaves items out, where they are imported and enough is left to tell at least two classes apart. */
export function leavingOut({ items, classes }: Examined, label: string, out: readonly ExaminedItem[]): Mend[] {
  const exclude = [...new Set(out.flatMap(({ position }) => position ?? []))].sort((a, b) => a - b)
  if (exclude.length === 0) return []
  const gone = new Set(exclude)
  const left = new Set(items.flatMap((item) => (gone.has(item.position ?? -1) ? [] : item.classIndex)))
  return left.size >= Math.min(2, classes.length) && left.size > 0 ? [{ label, exclude }] : []
}
