import * as z from 'zod'
import { CURVE, NAME, NARROWEST, WIDEST } from './columns.ts'

/** A column as a person has set it up; without a width it is as wide as it usually is. */
const ShownColumn = z.object({
  name: z.string(),
  width: z.number().min(NARROWEST).max(WIDEST).optional(),
  isPinned: z.boolean().default(false),
})
export type ShownColumn = z.infer<typeof ShownColumn>

/** How the list of runs is looked at. */
export const ListView = z.object({
  columns: z.array(ShownColumn).min(1),
  sort: z.array(z.object({ field: z.string(), isDescending: z.boolean() })),
  /** The field that rows are grouped by. */
  group: z.string().nullable(),
  /** Only columns, and every setting, that are not the same in all runs shown. */
  onlyDiffering: z.boolean(),
})
export type ListView = z.infer<typeof ListView>

const USUAL = [
  ...[NAME, 'status', 'data', 'network', 'epochs_done', 'val_accuracy', 'test_accuracy', CURVE],
  ...['optimizer', 'learning_rate', 'duration', 'started'],
]

export function usualView(): ListView {
  const columns = USUAL.map((name) => ({ name, isPinned: name === NAME }))
  return { columns, sort: [], group: null, onlyDiffering: false }
}

/** Shows a column behind all others, or no longer; the name stays. */
export function toggleColumn(view: ListView, name: string): ListView {
  if (name === NAME) return view
  const others = view.columns.filter((column) => column.name !== name)
  const columns = others.length < view.columns.length ? others : [...others, { name, isPinned: false }]
  return { ...view, columns }
}

/** Puts a column where another one stands; it is pinned if that one is, and the name stays the first. */
export function moveColumn(view: ListView, name: string, to: number): ListView {
  const from = view.columns.findIndex((column) => column.name === name)
  const place = Math.max(1, Math.min(to, view.columns.length - 1))
  const moved = view.columns[from]
  if (!moved || from === 0 || from === place) return view
  const isPinned = view.columns[place]?.isPinned ?? false
  return { ...view, columns: view.columns.toSpliced(from, 1).toSpliced(place, 0, { ...moved, isPinned }) }
}

export function resizeColumn(view: ListView, name: string, width: number): ListView {
  const fitting = Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)))
  return { ...view, columns: view.columns.map((one) => (one.name === name ? { ...one, width: fitting } : one)) }
}

/** Keeps a column in sight beside the name, or lets it go again behind those that are. */
export function pinColumn(view: ListView, name: string, isPinned: boolean): ListView {
  const others = view.columns.filter((column) => column.name !== name)
  const column = view.columns.find((one) => one.name === name)
  if (!column || name === NAME) return view
  const behind = others.filter((one) => one.isPinned).length
  return { ...view, columns: others.toSpliced(behind, 0, { ...column, isPinned }) }
}

/**
 * Sorts by a field: first as it is usually wanted, then the other way round, then not at all. @param isAdded behind the
 * fields that it is sorted by already, instead of them
 */
export function sortBy(view: ListView, field: string, isDescendingFirst: boolean, isAdded: boolean): ListView {
  const at = view.sort.findIndex((key) => key.field === field)
  const key = view.sort[at]
  const next =
    key === undefined
      ? [{ field, isDescending: isDescendingFirst }]
      : key.isDescending === isDescendingFirst
        ? [{ field, isDescending: !isDescendingFirst }]
        : []
  if (!isAdded) return { ...view, sort: next }
  return { ...view, sort: at < 0 ? [...view.sort, ...next] : view.sort.toSpliced(at, 1, ...next) }
}
