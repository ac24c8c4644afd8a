import { onScopeDispose, shallowRef, triggerRef, watch } from 'vue'
import type { DatasetItem } from '../../../src-main/contract/types.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import { useConnection } from '../../api/connection.ts'

/** A page; what is drawn as points is no larger. */
export const PAGE = 1000

export interface TableRow {
  readonly item: DatasetItem
  /** (columns) as they are stored; NaN where a cell is missing. */
  readonly values: Float32Array
}

/** The rows of a table, fetched page by page as they come into view. */
export function useTableRows(datasetId: () => string, columnCount: () => number) {
  const api = useConnection()
  const total = shallowRef<number | null>(null)
  /** Sparse: a row that was not fetched yet is absent. */
  const rows = shallowRef<(TableRow | undefined)[]>([])
  const error = shallowRef<ErrorEnvelope | null>(null)
  let asked = new Set<number>()

  async function fetchPage(page: number): Promise<void> {
    if (asked.has(page)) return
    asked.add(page)
    const [id, mine, width] = [datasetId(), asked, columnCount()]
    try {
      const answer = await api.invoke('datasets/rows', { id, offset: page * PAGE, limit: PAGE })
      if (mine !== asked) return
      total.value = answer.total
      for (const [index, item] of answer.items.entries())
        rows.value[page * PAGE + index] = { item, values: answer.values.subarray(index * width, (index + 1) * width) }
      triggerRef(rows)
    } catch (caught) {
      if (mine !== asked) return
      error.value = toEnvelope(caught)
      asked.delete(page)
    }
  }

  /** Rows from `first` up to `end` are about to be seen. */
  function want(first: number, end: number): void {
    for (let page = Math.floor(first / PAGE); page * PAGE < end; page++) void fetchPage(page)
  }

  async function load(): Promise<void> {
    asked = new Set()
    rows.value = []
    total.value = null
    error.value = null
    await fetchPage(0)
  }
  watch(datasetId, load, { immediate: true })
  onScopeDispose(api.onMissed(load))
  return { total, rows, error, want, load }
}
