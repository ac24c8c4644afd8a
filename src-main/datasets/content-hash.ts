import { createHash } from 'node:crypto'
import { sha256 } from './hash.ts'

/** What a picture adds to the content of its data set. */
interface PictureContent {
  readonly className: string
  /** The split that its folder gives it. */
  readonly fixedSplit: string | null
  readonly contentSha256: string
}

/** Hash of what a data set is about: the sorted list of [class name, split given by its folder, hash of the file]. */
export function contentOfPictures(pictures: readonly PictureContent[]): string {
  const lines = pictures.map(({ className, fixedSplit, contentSha256 }) =>
    JSON.stringify([className, fixedSplit, contentSha256]),
  )
  return sha256(lines.sort().join('\n'))
}

interface RowContent {
  readonly classIndex: number
  readonly contentSha256: string
  /** Of a regression the number to be predicted. */
  readonly target?: number | null
}

/** Hash of what a table is about: the names of its columns and classes, and its rows in order, as one JSON array. */
export function contentOfTable(
  columns: readonly string[],
  classes: readonly string[],
  rows: Iterable<RowContent>,
): string {
  // Millions of rows would make a text that is too long to hold.
  const hash = createHash('sha256').update(`[${JSON.stringify(columns)},${JSON.stringify(classes)},[`)
  let separator = ''
  for (const { classIndex, contentSha256, target = null } of rows) {
    const row = [classIndex, contentSha256, ...(target === null ? [] : [target])]
    hash.update(separator + JSON.stringify(row))
    separator = ','
  }
  return hash.update(']]').digest('hex')
}
