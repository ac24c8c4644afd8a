/** How far a job over files is; `total` counts all of them, `done` the skipped ones too. */
export interface Progress {
  done: number
  total: number
  skipped: number
  perSecond: number
  /** Null until there is a rate to tell it from. */
  secondsLeft: number | null
}

const INTERVAL_MS = 100

/** Counts files and reports at most ten times a second, and always the first and the last one. */
export class ProgressReporter {
  /** Moves on by as long as the work rested. */
  #started = performance.now()
  readonly #total: number
  readonly #report: (progress: Progress) => void
  #last = -Infinity
  #done = 0
  #skipped = 0
  /** Files that were done before: they say nothing about the rate. */
  #known = 0

  constructor(total: number, report: (progress: Progress) => void) {
    this.#total = total
    this.#report = report
    this.#send(this.#started)
  }

  add(result: 'done' | 'known' | 'skipped'): void {
    this.#done++
    if (result === 'skipped') this.#skipped++
    if (result === 'known') this.#known++
    const now = performance.now()
    if (now - this.#last >= INTERVAL_MS || this.#done === this.#total) this.#send(now)
  }

  /** Waits for the end of a rest, which counts neither for the rate nor for the time that is left. */
  async rest(end: Promise<void>): Promise<void> {
    const began = performance.now()
    this.#send(began)
    await end
    this.#started += performance.now() - began
  }

  /** Files per second since the start. */
  rate(now = performance.now()): number {
    const seconds = (now - this.#started) / 1000
    return seconds > 0 ? (this.#done - this.#known) / seconds : 0
  }

  #send(now: number): void {
    this.#last = now
    const perSecond = this.rate(now)
    const secondsLeft = perSecond > 0 ? (this.#total - this.#done) / perSecond : null
    this.#report({ done: this.#done, total: this.#total, skipped: this.#skipped, perSecond, secondsLeft })
  }
}
