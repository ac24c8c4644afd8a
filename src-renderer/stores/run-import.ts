import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { sendBundle } from '../api/bundles.ts'
import { useConnection } from '../api/connection.ts'
import { jobRun } from './job-run.ts'
import { useRuns } from './runs.ts'

/** A file of runs on its way in: sent, then taken in. */
export const useRunImport = defineStore('run-import', () => {
  const api = useConnection()
  const runs = useRuns()
  const { jobId, busy, outcome, error, begin, cancel, forget } = jobRun()
  const name = shallowRef('')
  /** Runs that were here before the file. */
  let before = new Set<string>()
  /** Ids of the runs that came in; null before the end. */
  const runIds = computed(() => outcome.value && (outcome.value.runIds ?? []).filter((id) => !before.has(id)))

  async function take(file: File): Promise<void> {
    name.value = file.name
    before = new Set(runs.runs?.keys())
    await begin(async () => {
      const uploadId = await sendBundle(file)
      return api.invoke('runs/import', { uploadId })
    })
  }

  return { name, jobId, busy, runIds, error, take, cancel, dismiss: forget }
})
