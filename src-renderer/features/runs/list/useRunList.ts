import { computed, shallowRef } from 'vue'
import { compileFilter, type Predicate } from '../../../../src-main/contract/run-filter/compile.ts'
import { entriesOf, fieldsWith } from '../../../../src-main/contract/run-filter/entries.ts'
import { withoutHalfTyped } from '../../../../src-main/contract/run-filter/half-typed.ts'
import { sortEntries } from '../../../../src-main/contract/run-filter/sort.ts'
import { useRunColumns } from '../../../stores/run-columns.ts'
import { useRunViews } from '../../../stores/run-views.ts'
import { useRuns } from '../../../stores/runs.ts'
import { columnsFrom } from './columns.ts'
import { differingColumns } from './differing.ts'
import { groupedRows } from './grouped-rows.ts'
import { useHeldOrder } from './useHeldOrder.ts'

/** The runs that the filter lets through, in their order and under the heads of their groups. */
export function useRunList() {
  const runs = useRuns()
  const known = useRunColumns()
  const views = useRunViews()
  /** While it is true no row moves by itself. */
  const isHeld = shallowRef(false)
  /** While it is true the last word of the filter may not be whole. */
  const isTyping = shallowRef(false)
  const closed = shallowRef<ReadonlySet<string>>(new Set())

  const fields = computed(() => fieldsWith(known.columns))
  const columns = computed(() => columnsFrom(fields.value))
  const entries = computed(() => entriesOf(runs.list, known.columns))
  const filter = computed(() => compileFilter(runs.filter, fields.value, Date.now()))
  const problem = computed(() => ('problem' in filter.value ? filter.value.problem : null))
  // What is half typed shows the runs of before: nothing flickers away between two letters.
  const test = computed<Predicate>((before = () => true) => {
    if ('problem' in filter.value) return before
    const own = filter.value.test
    const text =
      isTyping.value && !entries.value.some(own) ? withoutHalfTyped(runs.filter, fields.value, entries.value) : null
    if (text === null) return own
    // `opt` occurs in no run, and is on its way to `optimizer:adam`: until then what stands before it counts.
    const rest = compileFilter(text, fields.value, Date.now())
    return 'test' in rest ? rest.test : own
  })
  const matching = computed(() => entries.value.filter(test.value))

  const sorted = computed(() => {
    const all = sortEntries(matching.value, views.view.sort, fields.value)
    return [...all.filter(({ run }) => run.isPinned), ...all.filter(({ run }) => !run.isPinned)]
  })
  const order = useHeldOrder(
    () => sorted.value.map(({ run }) => run.id),
    () => JSON.stringify([runs.filter, views.view.sort]),
    () => isHeld.value,
  )
  const ordered = computed(() => {
    const byId = new Map(matching.value.map((entry) => [entry.run.id, entry]))
    return order.value.flatMap((id) => byId.get(id) ?? [])
  })
  const grouping = computed(() => fields.value.find(({ name }) => name === views.view.group) ?? null)
  const rows = computed(() => groupedRows(ordered.value, grouping.value, closed.value))

  /** A column of a setting that no run has any more is not shown. */
  const shownColumns = computed(() => {
    const { columns: chosen, onlyDiffering } = views.view
    const shown = onlyDiffering ? differingColumns(chosen, columns.value, matching.value) : chosen
    return shown.flatMap((one) => {
      const column = columns.value.get(one.name)
      return column
        ? [{ ...column, width: one.width ?? column.width, isPinned: one.isPinned, isUsual: one.width === undefined }]
        : []
    })
  })

  function toggleGroup(key: string): void {
    const next = new Set(closed.value)
    if (!next.delete(key)) next.add(key)
    closed.value = next
  }
  /** Shows the runs of all groups, or of none. */
  function toggleAllGroups(): void {
    const keys = rows.value.filter(({ kind }) => kind === 'group').map(({ key }) => key)
    closed.value = keys.some((key) => !closed.value.has(key)) ? new Set(keys) : new Set()
  }
  return {
    fields,
    columns,
    shownColumns,
    entries,
    ordered,
    rows,
    problem,
    grouping,
    isHeld,
    isTyping,
    toggleGroup,
    toggleAllGroups,
  }
}
export type PlacedColumn = ReturnType<typeof useRunList>['shownColumns']['value'][number]
