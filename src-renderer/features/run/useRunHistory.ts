import { onScopeDispose, shallowRef, watch } from 'vue'
import type { EventPayload } from '../../../src-main/contract/contract.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import { useConnection } from '../../api/connection.ts'
import { emptyHistory, withEpochs } from './history.ts'

/** A run's curves: what is stored, then the epochs of every save. */
export function useRunHistory(runId: () => string | null) {
  const api = useConnection()
  const history = shallowRef(emptyHistory())
  const error = shallowRef<ErrorEnvelope | null>(null)
  /** Epochs that are not in `history` yet: they wait for the next frame, and for the stored ones. */
  let waiting: EventPayload<'run/epochs'>[] = []
  let loading = false
  let frame = 0

  async function load(): Promise<void> {
    const id = runId()
    if (!id) return
    loading = true
    try {
      const stored = await api.invoke('runs/history', { id })
      if (id !== runId()) return
      history.value = stored
      error.value = null
    } catch (caught) {
      if (id === runId()) error.value = toEnvelope(caught)
    } finally {
      if (id === runId()) {
        loading = false
        flush()
      }
    }
  }

  function flush(): void {
    frame = 0
    if (loading || waiting.length === 0) return
    history.value = withEpochs(history.value, waiting)
    waiting = []
  }

  watch(
    runId,
    () => {
      waiting = []
      history.value = emptyHistory()
      error.value = null
      void load()
    },
    { immediate: true },
  )
  onScopeDispose(
    api.on('run/epochs', (event) => {
      if (event.runId !== runId()) return
      waiting.push(event)
      frame ||= requestAnimationFrame(flush)
    }),
  )
  onScopeDispose(api.onMissed(load))
  onScopeDispose(() => cancelAnimationFrame(frame))
  return { history, error }
}
