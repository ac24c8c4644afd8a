/** Says yes at most so often: for coalescing progress where it is produced. */
export class Ticker {
  #next = 0
  readonly #interval: number

  /** @param interval milliseconds between two yeses */
  constructor(interval: number) {
    this.#interval = interval
  }

  due(now = performance.now()): boolean {
    if (now < this.#next) return false
    this.#next = now + this.#interval
    return true
  }
}
