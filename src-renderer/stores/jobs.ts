import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { EventPayload } from '../../src-main/contract/contract.ts'
import type { JobProgress } from '../../src-main/contract/types.ts'
import { useConnection } from '../api/connection.ts'

export type JobOutcome = Omit<EventPayload<'job/finished'>, 'jobId'>

/** As long as events of a job may still be on their way after a reconnection. */
const GRACE_MS = 3000

/** Long work under way, in this window or another one. */
export const useJobs = defineStore('jobs', () => {
  const api = useConnection()
  /** What imports under way have found before they are through: classes with their files. */
  const scanned = shallowRef<ReadonlyMap<string, EventPayload<'import/scanned'>>>(new Map())
  const progress = shallowRef<ReadonlyMap<string, JobProgress>>(new Map())
  /** Outcomes that nobody asked for yet: a short job can end before the answer that names it arrives. */
  const outcomes = new Map<string, JobOutcome>()
  const waiting = new Map<string, (outcome: JobOutcome) => void>()
  /** Jobs that an event came from since the last look. */
  const heard = new Set<string>()

  /** Reads which jobs there are. @returns those that this page waits for and that seem to be over. */
  async function look(): Promise<string[]> {
    const asked = [...waiting.keys()]
    const jobs = await api.invoke('jobs/list', {}).catch(() => null)
    if (!jobs) return []
    progress.value = new Map([
      ...[...progress.value].filter(([jobId]) => heard.has(jobId)),
      ...jobs.map((job) => [job.jobId, job] as const),
    ])
    const lost = asked.filter((jobId) => waiting.has(jobId) && !progress.value.has(jobId))
    heard.clear()
    return lost
  }

  /** Ends what ended unseen, but only after a second look: the news of it may still be on their way. */
  async function load(): Promise<void> {
    heard.clear()
    const lost = await look()
    if (lost.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, GRACE_MS))
    for (const jobId of await look()) if (lost.includes(jobId)) finish(jobId, endUnseen())
  }

  function finish(jobId: string, outcome: JobOutcome): void {
    const left = new Map(progress.value)
    left.delete(jobId)
    progress.value = left
    scanned.value = new Map([...scanned.value].filter(([id]) => id !== jobId))
    heard.delete(jobId)
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

  async function pause(jobId: string, isPaused: boolean): Promise<void> {
    await api.invoke(isPaused ? 'jobs/pause' : 'jobs/resume', { jobId })
  }

  async function cancel(jobId: string): Promise<void> {
    await api.invoke('jobs/cancel', { jobId })
  }

  api.on('job/progress', (job) => {
    heard.add(job.jobId)
    progress.value = new Map(progress.value).set(job.jobId, job)
  })
  api.on('import/scanned', (found) => (scanned.value = new Map(scanned.value).set(found.jobId, found)))
  api.on('job/finished', ({ jobId, ...outcome }) => finish(jobId, outcome))
  api.onMissed(load)
  void load()
  return { list: computed(() => [...progress.value.values()]), progress, scanned, finished, pause, cancel }
})

function endUnseen(): JobOutcome {
  const message = 'The connection was lost while the job came to its end.'
  const hint = 'Look whether what it was to make is there; if not, start it again.'
  const nothing = { datasetId: null, report: null, verification: null, runIds: null, problems: null }
  return { ...nothing, error: { code: 'server/connection-lost', message, hint } }
}
