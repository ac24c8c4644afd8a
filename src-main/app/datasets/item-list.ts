import { csvCell } from '../../contract/csv.ts'
import type { DoctorReport } from '../../contract/types.ts'
import type { StoredItem } from '../../storage/repositories/datasets/stored.ts'

/** An item as it stands in an exported list. */
interface ListedItem {
  path: string
  class: string
  split: string
  target: number | null
  width: number
  height: number
  format: string
  bytes: number
  contentSha256: string
  tensorSha256: string
  perceptualHash: string | null
  /** Kinds of what the doctor found about it. */
  findings: string[]
}

/** Every item of a data set with what is known of it. */
export function itemList(
  items: readonly StoredItem[],
  classes: readonly { readonly name: string }[],
  report: DoctorReport | null,
): ListedItem[] {
  const found = new Map<number, string[]>()
  for (const { kind, groups } of report?.findings ?? [])
    for (const { position } of groups.flatMap((group) => group.items))
      if (position !== null && !found.get(position)?.includes(kind))
        found.set(position, [...(found.get(position) ?? []), kind])
  return items.map((item) => {
    const { path, split, target, width, height, format, bytes, contentSha256, tensorSha256, perceptualHash } = item
    return {
      ...{ path, class: classes[item.classIndex]?.name ?? '', split, target, width, height, format, bytes },
      ...{ contentSha256, tensorSha256, perceptualHash, findings: found.get(item.position) ?? [] },
    }
  })
}

/** The same as CSV: RFC 4180, UTF-8, and no cell that a spreadsheet would run. */
export function itemsCsv(list: readonly ListedItem[]): string {
  const names = [
    ...['path', 'class', 'split', 'target', 'width', 'height', 'format', 'bytes'],
    ...['contentSha256', 'tensorSha256', 'perceptualHash', 'findings'],
  ] as const
  const rows = list.map((item) =>
    names.map((name) => csvCell(name === 'findings' ? item.findings.join(' ') : item[name])).join(','),
  )
  return [names.join(','), ...rows, ''].join('\r\n')
}
