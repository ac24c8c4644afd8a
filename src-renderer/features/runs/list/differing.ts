import type { RunEntry } from '../../../../src-main/contract/run-filter/field.ts'
import { CURVE, NAME, type Column } from './columns.ts'
import type { ShownColumn } from './list-view.ts'

/** More columns than this are no help. */
const MOST_ADDED = 40
/** What is never the same in two runs says nothing about them. */
const ALWAYS_DIFFER = ['id', 'started', 'name']

/**
 * The columns chosen that are not the same in all runs, and every setting that is not, first those of the training.
 * The name and the curve stay.
 */
export function differingColumns(
  chosen: readonly ShownColumn[],
  all: ReadonlyMap<string, Column>,
  entries: readonly RunEntry[],
): readonly ShownColumn[] {
  const differs = (name: string): boolean => {
    const field = all.get(name)?.field
    const [first, ...others] = entries
    if (!field || !first) return false
    const wanted = String(field.valueOf(first))
    return others.some((entry) => String(field.valueOf(entry)) !== wanted)
  }
  const kept = chosen.filter(({ name }) => name === NAME || name === CURVE || differs(name))
  const there = new Set(chosen.map(({ name }) => name))
  const settings = ['optimizer', 'learning_rate', 'batch_size', 'epochs', 'seed', 'data', 'network']
  const paths = [...all.keys()].filter((name) => name.includes('.')).sort((a, b) => rankOf(a) - rankOf(b))
  const added = [...settings, ...paths]
    .filter((name) => !there.has(name) && !ALWAYS_DIFFER.includes(name) && differs(name))
    .slice(0, MOST_ADDED)
  return [...kept, ...added.map((name) => ({ name, isPinned: false }))]
}

const rankOf = (path: string): number => ['training.', 'data.'].findIndex((start) => path.startsWith(start)) >>> 0
