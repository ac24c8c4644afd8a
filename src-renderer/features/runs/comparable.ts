import type { RunSummary } from '../../../src-main/contract/types.ts'

export interface Sides {
  readonly a: readonly string[]
  readonly b: readonly string[]
}

/**
 * The two sides that a selection of runs makes, the one that was started first on the left: two runs, or two groups that
 * differ in their seeds alone. Null for everything else.
 */
export function comparable(runs: readonly RunSummary[]): Sides | null {
  if (runs.some(({ kind }) => kind !== 'training')) return null
  const sides = new Map<string, string[]>()
  for (const { id, groupId } of runs.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const side = runs.length === 2 ? id : (groupId ?? id)
    sides.set(side, [...(sides.get(side) ?? []), id])
  }
  const [a, b, another] = sides.values()
  return a && b && !another ? { a, b } : null
}
