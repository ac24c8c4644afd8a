import { GlassboxError, toEnvelope } from '../contract/errors.ts'
import type { EventPayload } from '../contract/contract.ts'
import type { JobProgress } from '../contract/types.ts'
import { Pause } from '../datasets/pause.ts'
import type { EventHub } from './event-hub.ts'
import { newId } from './ids.ts'

export type JobReport = (
  progress: Pick<JobProgress, 'done' | 'total' | 'skipped' | 'perSecond' | 'secondsLeft'>,
) => void
interface Running {
  progress: JobProgress
  readonly controller: AbortController
  readonly pause: Pause
  over: Promise<void>
}
type Outcome = Partial<Omit<EventPayload<'job/finished'>, 'jobId' | 'error'>>

type Work<T> = (report: JobReport, signal: AbortSignal, pause: Pause) => Promise<T>

/** Jobs that read pictures one by one, and can rest between two of them. */
const PAUSABLE: ReadonlySet<JobProgress['kind']> = new Set(['import', 'prepare', 'check'])

/** Why the jobs of a program that is closed are aborted: nobody gave them up. */
export const CLOSING = new GlassboxError('cancelled', 'Glassbox was closed.')

/** A job that has nothing to tell. */
export const NO_OUTCOME = { datasetId: null, report: null, verification: null, runIds: null, problems: null }

/** Work that takes longer than a call: it reports, can be cancelled, and says when it is over. */
export class Jobs {
  readonly #events: EventHub
  readonly #running = new Map<string, Running>()

  constructor(events: EventHub) {
    this.#events = events
  }

  /** Starts the work and returns at once. */
  start(kind: JobProgress['kind'], name: string, work: Work<Outcome>): string {
    const jobId = newId()
    const controller = new AbortController()
    const pause = new Pause()
    const entry: Running = {
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
      },
      controller,
      pause,
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
        return work(report, controller.signal, pause)
      })
      .then(
        (outcome) => this.#finish(jobId, { ...outcome }),
        (error: unknown) => this.#finish(jobId, { error: toEnvelope(error) }),
      )
    return jobId
  }

  /** Does work that somebody waits for; it reports and can be cancelled like any other job. */
  async run<T>(kind: JobProgress['kind'], name: string, work: Work<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.start(kind, name, async (...control) => {
      try {
        resolve(await work(...control))
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

  /** Lets a job rest, or go on. @returns whether it rests now: false for jobs that cannot, or are over. */
  setPaused(jobId: string, isPaused: boolean): boolean {
    const entry = this.#running.get(jobId)
    if (!entry || !PAUSABLE.has(entry.progress.kind)) return false
    if (entry.pause.isPaused !== isPaused) {
      entry.progress = { ...entry.progress, isPaused }
      entry.pause.set(isPaused)
      this.#events.emit('job/progress', entry.progress)
    }
    return isPaused
  }

  /** @returns once the work has stopped; false when there was nothing to stop. */
  async cancel(jobId: string, reason = new GlassboxError('cancelled', 'Cancelled.')): Promise<boolean> {
    const entry = this.#running.get(jobId)
    if (!entry) return false
    entry.controller.abort(reason)
    await entry.over
    return true
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((jobId) => this.cancel(jobId, CLOSING)))
  }

  #finish(jobId: string, outcome: Partial<EventPayload<'job/finished'>>): void {
    this.#running.delete(jobId)
    this.#events.emit('job/finished', { ...NO_OUTCOME, error: null, ...outcome, jobId })
  }
}
