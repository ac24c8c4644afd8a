import { onScopeDispose, shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import type { DatasetSummary, DoctorReport } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'
import { jobRun } from '../../../stores/job-run.ts'

/** What the doctor found in a data set last, and a look anew. */
export function useDoctor(dataset: () => Pick<DatasetSummary, 'id' | 'health'>) {
  const api = useConnection()
  /** Null before it has looked; undefined while its report is on its way. */
  const report = shallowRef<DoctorReport | null | undefined>(undefined)
  const error = shallowRef<ErrorEnvelope | null>(null)
  const check = jobRun()

  async function load(): Promise<void> {
    const { id } = dataset()
    try {
      const found = await api.invoke('datasets/doctor', { id })
      if (dataset().id !== id) return
      report.value = found
      error.value = null
    } catch (caught) {
      error.value = toEnvelope(caught)
    }
  }

  async function lookAnew(): Promise<void> {
    const { id } = dataset()
    if (await check.begin(() => api.invoke('datasets/check', { id }))) await load()
  }

  watch(
    () => dataset().id,
    () => {
      report.value = undefined
      check.forget()
    },
  )
  // Another window may have looked.
  watch([() => dataset().id, () => dataset().health?.sentence], load, { immediate: true })
  onScopeDispose(api.onMissed(load))
  return { report, error, check, load, lookAnew }
}
