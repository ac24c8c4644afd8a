import { shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import type { RateCurve, RunSummary } from '../../../src-main/contract/types.ts'
import { useConnection } from '../../api/connection.ts'

/** What a learning-rate finder measured, once it is over; null before. */
export function useRateCurve(run: () => Pick<RunSummary, 'id' | 'status'>) {
  const api = useConnection()
  const curve = shallowRef<RateCurve | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)

  async function load(): Promise<void> {
    const { id } = run()
    try {
      const next = await api.invoke('runs/rate-curve', { id })
      if (id === run().id) curve.value = next
      error.value = null
    } catch (caught) {
      if (id === run().id) error.value = toEnvelope(caught)
    }
  }

  watch(
    () => [run().id, run().status] as const,
    ([, status]) => {
      curve.value = null
      error.value = null
      if (status !== 'queued' && status !== 'running') void load()
    },
    { immediate: true },
  )
  return { curve, error, load }
}
