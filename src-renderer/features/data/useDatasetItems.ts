import { onScopeDispose, shallowRef, triggerRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import type { DatasetItem } from '../../../src-main/contract/types.ts'
import { useConnection } from '../../api/connection.ts'

const PAGE = 200

/** Pictures of a data set, all or of one class, read page by page as `want` asks for them. */
export function useDatasetItems(datasetId: () => string | null, classIndex: () => number | null) {
  const api = useConnection()
  const total = shallowRef<number | null>(null)
  /** Sparse: only the pages read so far are filled. */
  const items = shallowRef<DatasetItem[]>([])
  const error = shallowRef<ErrorEnvelope | null>(null)
  let asked = new Set<number>()

  async function readPage(page: number): Promise<void> {
    const id = datasetId()
    if (!id || asked.has(page)) return
    asked.add(page)
    const chosen = classIndex()
    const batch = asked
    try {
      const part = chosen === null ? {} : { classIndex: chosen }
      const answer = await api.invoke('datasets/items', { id, ...part, offset: page * PAGE, limit: PAGE })
      if (batch !== asked) return
      total.value = answer.total
      for (const [index, item] of answer.items.entries()) items.value[page * PAGE + index] = item
      triggerRef(items)
      error.value = null
    } catch (caught) {
      batch.delete(page)
      if (batch === asked) error.value = toEnvelope(caught)
    }
  }

  /** Reads whatever is missing between two positions, the last one excluded. */
  function want(from: number, to: number): void {
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) void readPage(page)
  }

  function restart(): void {
    asked = new Set()
    items.value = []
    total.value = null
    error.value = null
    void readPage(0)
  }
  watch([datasetId, classIndex], restart, { immediate: true })
  onScopeDispose(api.onMissed(restart))
  return { total, items, error, want, restart }
}
