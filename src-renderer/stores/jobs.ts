import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { EventPayload } from '../../src-main/contract/contract.ts'
import type { JobProgress } from '../../src-main/contract/types.ts'
import { useConnection } from '../api/connection.ts'

export type JobOutcome = Omit<EventPayload<'job/finished'>, 'jobId'>

/** Imports and checks under way, in this window or another one. */
export const useJobs = defineStore('jobs', () => {
  const api = useConnection()
  const progress = shallowRef<ReadonlyMap<string, JobProgress>>(new Map())
  /** Outcomes that nobody asked for yet: a short job can end before the answer that names it arrives. */
  const outcomes = new Map<string, JobOutcome>()
  const waiting = new Map<string, (outcome: JobOutcome) => void>()

  async function load(): Promise<void> {
    const asked = [...waiting.keys()]
    const jobs = await api.invoke('jobs/list', {}).catch(() => null)
    if (!jobs) return
    progress.value = new Map(jobs.map((job) => [job.jobId, job]))
    for (const jobId of asked) if (waiting.has(jobId) && !progress.value.has(jobId)) finish(jobId, endUnseen())
  }

  function finish(jobId: string, outcome: JobOutcome): void {
    const left = new Map(progress.value)
    left.delete(jobId)
    progress.value = left
    const resolve = waiting.get(jobId)
    waiting.delete(jobId)
    if (resolve) resolve(outcome)
    else outcomes.set(jobId, outcome)
  }

  /** Resolves when the job is over, also when it was over before. */
  function finished(jobId: string): Promise<JobOutcome> {
    const outcome = outcomes.get(jobId)
    outcomes.delete(jobId)
    return outcome ? Promise.resolve(outcome) : new Promise((resolve) => waiting.set(jobId, resolve))
  }

  async function cancel(jobId: string): Promise<void> {
    await api.invoke('jobs/cancel', { jobId })
  }

  api.on('job/progress', (job) => (progress.value = new Map(progress.value).set(job.jobId, job)))
  api.on('job/finished', ({ jobId, ...outcome }) => finish(jobId, outcome))
  api.onMissed(load)
  void load()
  return { list: computed(() => [...progress.value.values()]), progress, finished, cancel }
})

function endUnseen(): JobOutcome {
  const message = 'The connection was lost while the job came to its end.'
  const hint = 'Open Data: the data set is in the list if the import succeeded.'
  return { datasetId: null, report: null, error: { code: 'server/connection-lost', message, hint } }
}
