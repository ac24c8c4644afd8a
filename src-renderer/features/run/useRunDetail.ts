import { onScopeDispose, shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import type { RunDetail } from '../../../src-main/contract/types.ts'
import { useConnection } from '../../api/connection.ts'

/** Everything stored about one run, read anew when it changes its state or saves an epoch. */
export function useRunDetail(runId: () => string | null) {
  const api = useConnection()
  const detail = shallowRef<RunDetail | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  let reading = false
  let again = false

  /** One call at a time: events that come during a call lead to one more, however many they are. */
  async function load(): Promise<void> {
    if (reading) {
      again = true
      return
    }
    reading = true
    do {
      again = false
      await read()
    } while (again)
    reading = false
  }

  async function read(): Promise<void> {
    const id = runId()
    if (!id) return
    try {
      const next = await api.invoke('runs/get', { id })
      if (id === runId()) detail.value = next
      error.value = null
    } catch (caught) {
      if (id === runId()) error.value = toEnvelope(caught)
    }
  }

  const loadOwn = (event: { id: string } | { runId: string }): void => {
    if (('id' in event ? event.id : event.runId) === runId()) void load()
  }
  watch(
    runId,
    () => {
      detail.value = null
      error.value = null
      void load()
    },
    { immediate: true },
  )
  for (const end of [
    api.on('run/changed', loadOwn),
    api.on('run/epoch', loadOwn),
    api.on('run/finished', loadOwn),
    api.onMissed(() => void load()),
  ])
    onScopeDispose(end)
  return { detail, error, load }
}
