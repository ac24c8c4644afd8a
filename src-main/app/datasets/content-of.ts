import { contentOfPictures, contentOfTable } from '../../datasets/content-hash.ts'
import type { StoredItem } from '../../storage/repositories/datasets/stored.ts'

/**
 * Hash of what items of a data set are about. @param columns null for pictures
 * @param classes by the indices of the items; those without items do not count
 */
export function contentOf(
  columns: readonly string[] | null,
  classes: readonly string[],
  items: readonly Pick<StoredItem, 'classIndex' | 'fixedSplit' | 'contentSha256' | 'target'>[],
): string {
  if (!columns) return contentOfPictures(items.map((item) => ({ ...item, className: classes[item.classIndex]! })))
  const filled = [...new Set(items.map(({ classIndex }) => classIndex))].sort((a, b) => a - b)
  const indices = new Map(filled.map((index, place) => [index, place]))
  return contentOfTable(
    columns,
    filled.map((index) => classes[index]!),
    items.map((item) => ({ ...item, classIndex: indices.get(item.classIndex)! })),
  )
}
