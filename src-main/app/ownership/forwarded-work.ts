import type { AppEvent } from '../../contract/contract.ts'
import { isResting } from '../../contract/run-states.ts'

/** What the owner is doing, as far as its events tell: who waits for it must hear when the owner is gone. */
export class ForwardedWork {
  readonly #jobs = new Set<string>()
  readonly #runs = new Set<string>()

  note({ topic, payload }: AppEvent): void {
    if (topic === 'job/progress') this.#jobs.add(payload.jobId)
    else if (topic === 'job/finished') this.#jobs.delete(payload.jobId)
    else if (topic === 'run/finished') this.#runs.delete(payload.runId)
    else if (topic === 'run/progress') this.#runs.add(payload.runId)
    else if (topic === 'run/changed' && !isResting(payload.status)) this.#runs.add(payload.id)
  }

  /** Hands over what was going on and forgets it. */
  take(): { jobs: string[]; runs: string[] } {
    const taken = { jobs: [...this.#jobs], runs: [...this.#runs] }
    this.#jobs.clear()
    this.#runs.clear()
    return taken
  }
}
