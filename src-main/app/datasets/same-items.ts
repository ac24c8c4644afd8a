import type { StoredItem } from '../../storage/repositories/datasets/stored.ts'

type Named = Pick<StoredItem, 'path' | 'contentSha256'>

/** Whether both name the same files with the same content, in the same order. */
export function sameItems(items: readonly Named[], others: readonly Named[]): boolean {
  const same = ({ path, contentSha256 }: Named, other: Named | undefined): boolean =>
    path === other?.path && contentSha256 === other.contentSha256
  return items.length === others.length && items.every((item, index) => same(item, others[index]))
}
