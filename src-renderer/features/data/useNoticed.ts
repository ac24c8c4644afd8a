import { shallowRef, watch } from 'vue'
import { useConnection } from '../../api/connection.ts'

/** What was left out of a table and what is unusual about it, in sentences. */
export function useNoticed(datasetId: () => string) {
  const api = useConnection()
  const notes = shallowRef<readonly string[]>([])
  watch(
    datasetId,
    async (id) => {
      notes.value = []
      // The rows beside them say what is wrong when nothing can be read.
      const dataset = await api.invoke('datasets/get', { id }).catch(() => null)
      if (id === datasetId()) notes.value = (dataset?.skipped ?? []).map(({ path, reason }) => `${path}: ${reason}`)
    },
    { immediate: true },
  )
  return notes
}
