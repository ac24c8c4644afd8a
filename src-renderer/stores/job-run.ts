import { shallowRef, type ShallowRef } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../src-main/contract/errors.ts'
import { useJobs, type JobOutcome } from './jobs.ts'

/** One long piece of work that a person asked for here: under way, over, or failed. */
export interface JobRun {
  /** Null until the application has named the job. */
  readonly jobId: Readonly<ShallowRef<string | null>>
  readonly busy: Readonly<ShallowRef<boolean>>
  /** What it ended with; null before that, and when it was cancelled or failed. */
  readonly outcome: Readonly<ShallowRef<JobOutcome | null>>
  readonly error: Readonly<ShallowRef<ErrorEnvelope | null>>
  readonly begin: (start: () => Promise<{ jobId: string }>) => Promise<JobOutcome | null>
  readonly cancel: () => Promise<void>
  /** Forgets what came of it. */
  readonly forget: () => void
}

export function jobRun(): JobRun {
  const jobs = useJobs()
  const jobId = shallowRef<string | null>(null)
  const busy = shallowRef(false)
  const outcome = shallowRef<JobOutcome | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)

  async function begin(start: () => Promise<{ jobId: string }>): Promise<JobOutcome | null> {
    if (busy.value) return null
    busy.value = true
    outcome.value = null
    error.value = null
    try {
      const started = await start()
      jobId.value = started.jobId
      const end = await jobs.finished(started.jobId)
      if (!end.error) outcome.value = end
      else if (end.error.code !== 'cancelled') error.value = end.error
    } catch (caught) {
      error.value = toEnvelope(caught)
    } finally {
      jobId.value = null
      busy.value = false
    }
    return outcome.value
  }

  async function cancel(): Promise<void> {
    if (jobId.value) await jobs.cancel(jobId.value)
  }

  function forget(): void {
    outcome.value = null
    error.value = null
  }

  return { jobId, busy, outcome, error, begin, cancel, forget }
}
