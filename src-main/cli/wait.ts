import type { App } from '../app/app.ts'
import type { EventPayload } from '../contract/contract.ts'
import { GlassboxError } from '../contract/errors.ts'
import type { JobProgress } from '../contract/types.ts'
import { onInterrupt } from './interrupt.ts'
import { printError } from './output.ts'

/**
 * Starts a job and waits until it is over.
 * @throws {GlassboxError} the job's own error; `home/owner-lost` when the process that did it has ended
 */
export async function finishJob(
  app: App,
  start: () => Promise<{ jobId: string }>,
  onProgress: (progress: JobProgress) => void,
): Promise<EventPayload<'job/finished'>> {
  // Listening begins before the job does, so that a quick one is not missed.
  const finished = new Map<string, EventPayload<'job/finished'>>()
  let mine = ''
  let wake: () => void = () => undefined
  const ends = [
    app.on('job/finished', (payload) => {
      finished.set(payload.jobId, payload)
      wake()
    }),
    app.on('job/progress', (progress) => {
      if (progress.jobId === mine) onProgress(progress)
    }),
  ]
  try {
    const { jobId } = await start()
    mine = jobId
    // Wherever it is done: here, or in the process that owns the home folder.
    ends.push(onInterrupt(() => void app.invoke('jobs/cancel', { jobId }).catch(printError)))
    await new Promise<void>((resolve) => {
      wake = () => finished.has(jobId) && resolve()
      wake()
    })
    const outcome = finished.get(jobId)
    if (!outcome || outcome.error)
      throw outcome?.error
        ? GlassboxError.fromEnvelope(outcome.error)
        : new GlassboxError('internal', 'The job ended without a result.')
    return outcome
  } finally {
    for (const end of ends) end()
  }
}
