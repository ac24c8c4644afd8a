import { onScopeDispose, shallowRef, watch } from 'vue'
import type { EventPayload } from '../../../src-main/contract/contract.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import { useConnection } from '../../api/connection.ts'
import { emptyHistory, withEpoch } from './history.ts'

/** A run's curves: what is stored, then every epoch as it is saved. */
export function useRunHistory(runId: () => string | null) {
  const api = useConnection()
  const history = shallowRef(emptyHistory())
  const error = shallowRef<ErrorEnvelope | null>(null)
  /** Epochs that arrive while the stored ones are on their way. */
  let early: EventPayload<'run/epoch'>[] | null = null

  async function load(): Promise<void> {
    const id = runId()
    if (!id) return
    early = []
    try {
      const stored = await api.invoke('runs/history', { id })
      if (id !== runId()) return
      history.value = (early ?? []).reduce(withEpoch, stored)
      error.value = null
    } catch (caught) {
      if (id === runId()) error.value = toEnvelope(caught)
    } finally {
      if (id === runId()) early = null
    }
  }

  watch(
    runId,
    () => {
      history.value = emptyHistory()
      error.value = null
      void load()
    },
    { immediate: true },
  )
  onScopeDispose(
    api.on('run/epoch', (event) => {
      if (event.runId !== runId()) return
      if (early) early.push(event)
      else history.value = withEpoch(history.value, event)
    }),
  )
  onScopeDispose(api.onMissed(load))
  return { history, error }
}
