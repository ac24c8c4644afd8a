import { defineStore } from 'pinia'
import { useConnection } from '../api/connection.ts'
import { jobRun, type JobRun } from './job-run.ts'

/** Runs that are carried out once more and compared; what came out stays while this page is open. */
export const useVerifications = defineStore('verifications', () => {
  const api = useConnection()
  const byRun = new Map<string, JobRun>()

  function of(runId: string): JobRun {
    const known = byRun.get(runId) ?? jobRun()
    byRun.set(runId, known)
    return known
  }

  /** @param last epochs to carry out again; undefined for all of them */
  async function verify(runId: string, last: number | undefined): Promise<void> {
    await of(runId).begin(() => api.invoke('runs/verify', { id: runId, ...(last === undefined ? {} : { last }) }))
  }

  return { of, verify }
})
