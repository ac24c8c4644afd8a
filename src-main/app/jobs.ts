import { GlassboxError, toEnvelope } from '../contract/errors.ts'
import type { EventPayload } from '../contract/contract.ts'
import type { JobProgress } from '../contract/types.ts'
import type { EventHub } from './event-hub.ts'
import { newId } from './ids.ts'

export type JobReport = (
  progress: Pick<JobProgress, 'done' | 'total' | 'skipped' | 'perSecond' | 'secondsLeft'>,
) => void
type Outcome = Partial<Omit<EventPayload<'job/finished'>, 'jobId' | 'error'>>

/** A job that has nothing to tell. */
export const NO_OUTCOME = { datasetId: null, report: null, verification: null, runIds: null, problems: null }

/** Work that takes longer than a call: it reports, can be cancelled, and says when it is over. */
export class Jobs {
  readonly #events: EventHub
  readonly #running = new Map<string, { progress: JobProgress; controller: AbortController; over: Promise<void> }>()

  constructor(events: EventHub) {
    this.#events = events
  }

  /** Starts the work and returns at once. */
  start(
    kind: JobProgress['kind'],
    name: string,
    work: (report: JobReport, signal: AbortSignal) => Promise<Outcome>,
  ): string {
    const jobId = newId()
    const controller = new AbortController()
    const entry = {
      progress: {
        jobId,
        kind,
        name,
        done: 0,
        total: 0,
        skipped: 0,
        perSecond: 0,
        secondsLeft: null,
        isPaused: false,
      } as JobProgress,
      controller,
      over: Promise.resolve(),
    }
    this.#running.set(jobId, entry)
    const report: JobReport = (progress) => {
      entry.progress = { ...entry.progress, ...progress }
      this.#events.emit('job/progress', entry.progress)
    }
    // The id has to reach the caller before the first event about it.
    entry.over = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => {
        this.#events.emit('job/progress', entry.progress)
        return work(report, controller.signal)
      })
      .then(
        (outcome) => this.#finish(jobId, { ...outcome }),
        (error: unknown) => this.#finish(jobId, { error: toEnvelope(error) }),
      )
    return jobId
  }

  /** Does work that somebody waits for; it reports and can be cancelled like any other job. */
  async run<T>(
    kind: JobProgress['kind'],
    name: string,
    work: (report: JobReport, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.start(kind, name, async (report, signal) => {
      try {
        resolve(await work(report, signal))
      } catch (error) {
        reject(error)
        throw error
      }
      return {}
    })
    return promise
  }

  /** Resolves once no job is left. */
  async whenIdle(): Promise<void> {
    for (const { over } of this.#running.values()) await over
  }

  has(jobId: string): boolean {
    return this.#running.has(jobId)
  }

  list(): JobProgress[] {
    return [...this.#running.values()].map((entry) => entry.progress)
  }

  /** @returns once the work has stopped; false when there was nothing to stop. */
  async cancel(jobId: string): Promise<boolean> {
    const entry = this.#running.get(jobId)
    if (!entry) return false
    entry.controller.abort(new GlassboxError('cancelled', 'Cancelled.'))
    await entry.over
    return true
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((jobId) => this.cancel(jobId)))
  }

  #finish(jobId: string, outcome: Partial<EventPayload<'job/finished'>>): void {
    this.#running.delete(jobId)
    this.#events.emit('job/finished', { ...NO_OUTCOME, error: null, ...outcome, jobId })
  }
}
