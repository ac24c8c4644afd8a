import { onScopeDispose, shallowRef, watch } from 'vue'
import type { CommandOutput } from '../../../src-main/contract/contract.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import { useConnection } from '../../api/connection.ts'

/** The rows of a table. */
export function useTableRows(datasetId: () => string) {
  const api = useConnection()
  const rows = shallowRef<CommandOutput<'datasets/rows'> | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)

  async function load(): Promise<void> {
    const id = datasetId()
    try {
      const answer = await api.invoke('datasets/rows', { id, limit: 10_000 })
      if (id !== datasetId()) return
      rows.value = answer
      error.value = null
    } catch (caught) {
      if (id === datasetId()) error.value = toEnvelope(caught)
    }
  }
  watch(datasetId, load, { immediate: true })
  onScopeDispose(api.onMissed(load))
  return { rows, error, load }
}
