import { onScopeDispose, shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import type { CommandOutput } from '../../../src-main/contract/contract.ts'
import { useConnection } from '../../api/connection.ts'

/** What was measured of every layer at the ends of epochs; new ones are added as they are stored. */
export function useDiagnostics(runId: () => string) {
  const api = useConnection()
  const diagnostics = shallowRef<CommandOutput<'runs/diagnostics'> | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  let reading = false
  let missing = false

  async function read(after: number | null): Promise<void> {
    const id = runId()
    reading = true
    missing = false
    try {
      const next = await api.invoke('runs/diagnostics', after === null ? { id } : { id, after })
      if (id !== runId()) return
      diagnostics.value = after === null ? next : [...(diagnostics.value ?? []), ...next]
      error.value = null
    } catch (caught) {
      if (id === runId()) error.value = toEnvelope(caught)
    } finally {
      reading = false
      if (missing) void more()
    }
  }

  /** Those behind the last one that is here. */
  async function more(): Promise<void> {
    if (reading) missing = true
    else await read(diagnostics.value?.at(-1)?.epoch ?? null)
  }
  const load = (): Promise<void> => read(null)

  watch(
    runId,
    () => {
      diagnostics.value = null
      error.value = null
      void load()
    },
    { immediate: true },
  )
  onScopeDispose(
    api.on('run/diagnostics', ({ runId: id, epoch }) => {
      if (id !== runId()) return
      const last = diagnostics.value?.at(-1)?.epoch ?? 0
      // A run that goes on from an earlier place measures epochs anew.
      void (epoch <= last ? load() : more())
    }),
  )
  onScopeDispose(api.onMissed(() => void load()))
  return { diagnostics, error, load }
}
