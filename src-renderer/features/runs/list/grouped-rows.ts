import { spread, type Spread } from '../../../../src-engine/inspect/spread.ts'
import type { Field, RunEntry } from '../../../../src-main/contract/run-filter/field.ts'
import { cellText } from './cells.ts'

export interface RunRow {
  readonly kind: 'run'
  readonly key: string
  readonly entry: RunEntry
}
export interface GroupRow {
  readonly kind: 'group'
  readonly key: string
  readonly label: string
  readonly entries: readonly RunEntry[]
  readonly isOpen: boolean
}
export type ListRow = RunRow | GroupRow

/** Runs that differ in their seed alone. */
export const SEED_GROUP = 'group'

/**
 * Rows under the heads of their groups, which stand in the order of their first runs; what belongs to none stands last.
 * @param closed keys of the groups whose runs are not shown
 */
export function groupedRows(
  entries: readonly RunEntry[],
  field: Field | null,
  closed: ReadonlySet<string>,
): readonly ListRow[] {
  const rowOf = (entry: RunEntry): RunRow => ({ kind: 'run', key: entry.run.id, entry })
  if (!field) return entries.map(rowOf)
  const groups = new Map<string, RunEntry[]>()
  for (const entry of entries) {
    const text = cellText(field.kind, field.valueOf(entry))
    const group = groups.get(text)
    if (group) group.push(entry)
    else groups.set(text, [entry])
  }
  const ordered = [...groups].sort(([a], [b]) => Number(a === '–') - Number(b === '–'))
  return ordered.flatMap(([text, members]): ListRow[] => {
    const key = `${field.name}=${text}`
    const isOpen = !closed.has(key)
    const head: GroupRow = { kind: 'group', key, label: labelOf(field, text, members), entries: members, isOpen }
    return [head, ...(isOpen ? members.map(rowOf) : [])]
  })
}

/** A seed group is called by the run that was started first. */
function labelOf({ name }: Field, text: string, members: readonly RunEntry[]): string {
  if (text === '–') return `without ${name === SEED_GROUP ? 'a seed group' : name.replaceAll('_', ' ')}`
  if (name !== SEED_GROUP) return text
  const [first] = members.map(({ run }) => run).toSorted((a, b) => a.startedAt - b.startedAt)
  return first?.name ?? text
}

/** Mean and deviation of a figure over those runs that have it as a number. */
export function spreadOf({ valueOf }: Field, entries: readonly RunEntry[]): Spread {
  return spread(entries.map(valueOf).filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[])
}
