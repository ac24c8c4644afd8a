import type { JobOptions } from '../each-picture.ts'

const INTERVAL_MS = 100
/** Bytes are reported as thousands of them: nobody counts single ones. */
const UNIT = 1000

/** Reports how many bytes of a file are read, at most ten times a second. */
export class ByteProgress {
  readonly #started = performance.now()
  readonly #total: number
  readonly #report: JobOptions['onProgress']
  #last = -Infinity

  constructor(bytes: number, report: JobOptions['onProgress']) {
    this.#total = Math.ceil(bytes / UNIT)
    this.#report = report
  }

  at(bytes: number): void {
    const now = performance.now()
    if (now - this.#last < INTERVAL_MS) return
    this.#last = now
    const done = Math.floor(bytes / UNIT)
    const seconds = (now - this.#started) / 1000
    const perSecond = seconds > 0 ? done / seconds : 0
    const secondsLeft = perSecond > 0 ? (this.#total - done) / perSecond : null
    this.#report?.({ done, total: this.#total, skipped: 0, perSecond, secondsLeft })
  }
}
