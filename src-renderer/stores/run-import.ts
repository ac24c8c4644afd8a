import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { sendBundle } from '../api/bundles.ts'
import { useConnection } from '../api/connection.ts'
import { jobRun } from './job-run.ts'

/** A file of runs on its way in: sent, then taken in. */
export const useRunImport = defineStore('run-import', () => {
  const api = useConnection()
  const { jobId, busy, outcome, error, begin, cancel } = jobRun()
  const name = shallowRef('')
  /** Ids of the runs that came in; null before the end. */
  const runIds = computed(() => outcome.value && (outcome.value.runIds ?? []))

  async function take(file: File): Promise<void> {
    name.value = file.name
    await begin(async () => {
      const uploadId = await sendBundle(file)
      return api.invoke('runs/import', { uploadId })
    })
  }

  function dismiss(): void {
    outcome.value = null
    error.value = null
  }

  return { name, jobId, busy, runIds, error, take, cancel, dismiss }
})
