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

/** Hash of what a table is about: the names of its columns and classes, and its rows in order. */
export function contentOfTable(
  columns: readonly string[],
  classes: readonly string[],
  rows: readonly { readonly classIndex: number; readonly contentSha256: string }[],
): string {
  return sha256(JSON.stringify([columns, classes, rows.map((row) => [row.classIndex, row.contentSha256])]))
}
