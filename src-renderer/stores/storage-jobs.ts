import { defineStore } from 'pinia'
import { useConnection } from '../api/connection.ts'
import { jobRun } from './job-run.ts'

/** Long work on the database that was asked for in this page. */
export const useStorageJobs = defineStore('storage-jobs', () => {
  const api = useConnection()
  const compaction = jobRun()
  const integrity = jobRun()

  const compact = (): Promise<unknown> => compaction.begin(() => api.invoke('storage/compact', {}))
  const check = (): Promise<unknown> => integrity.begin(() => api.invoke('storage/check', {}))
  return { compaction, integrity, compact, check }
})
