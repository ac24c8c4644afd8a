import { useThrottleFn } from '@vueuse/core'
import { shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import type { CommandOutput } from '../../../src-main/contract/contract.ts'
import { useConnection } from '../../api/connection.ts'

/** All of them are read each time, with their histograms. */
const READ_EVERY_MS = 2000

/** What was measured of every layer at the ends of epochs, read anew as epochs are saved. */
export function useDiagnostics(run: () => { readonly id: string; readonly epochsDone: number }) {
  const api = useConnection()
  const diagnostics = shallowRef<CommandOutput<'runs/diagnostics'> | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)

  async function load(): Promise<void> {
    const { id } = run()
    try {
      const next = await api.invoke('runs/diagnostics', { id })
      if (id !== run().id) return
      diagnostics.value = next
      error.value = null
    } catch (caught) {
      if (id === run().id) error.value = toEnvelope(caught)
    }
  }

  const loadSoon = useThrottleFn(load, READ_EVERY_MS, true)
  watch(
    () => run().id,
    () => {
      diagnostics.value = null
      error.value = null
      void load()
    },
    { immediate: true },
  )
  watch(
    () => run().epochsDone,
    () => void loadSoon(),
  )
  return { diagnostics, error, load }
}
