import type { Field, FieldValue, RunEntry } from './field.ts'

export interface SortKey {
  readonly field: string
  readonly isDescending: boolean
}

/**
 * Entries by one field after the other; what is equal in all of them keeps its order. Whatever the direction, figures that
 * are no numbers stand behind those that are, and what there is none of behind all.
 */
export function sortEntries(
  entries: readonly RunEntry[],
  keys: readonly SortKey[],
  fields: readonly Field[],
): readonly RunEntry[] {
  const known = keys.flatMap(({ field, isDescending }) => {
    const found = fields.find(({ name }) => name === field)
    return found ? [{ valueOf: found.valueOf, sign: isDescending ? -1 : 1 }] : []
  })
  if (known.length === 0) return entries
  const decorated = entries.map((entry) => ({ entry, values: known.map(({ valueOf }) => valueOf(entry)) }))
  decorated.sort((a, b) => {
    for (let i = 0; i < known.length; i++) {
      const order = compareValues(a.values[i] ?? null, b.values[i] ?? null, known[i]!.sign)
      if (order !== 0) return order
    }
    return 0
  })
  return decorated.map(({ entry }) => entry)
}

const COLLATOR = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

function compareValues(a: FieldValue, b: FieldValue, sign: number): number {
  const rank = rankOf(a) - rankOf(b)
  if (rank !== 0) return rank
  if (typeof a === 'number' && typeof b === 'number') return Number.isNaN(a) ? 0 : sign * (a - b || 0)
  if (a === null || b === null) return 0
  return sign * COLLATOR.compare(String(a), String(b))
}

/** Numbers and texts, then what is no number, then nothing. */
function rankOf(value: FieldValue): number {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 2
  return Number.isNaN(value) ? 1 : 0
}
