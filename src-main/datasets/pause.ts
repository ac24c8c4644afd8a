/** Whether a job rests. Who wants it to rest sets it; who does the work asks between two steps. */
export class Pause {
  #isPaused = false
  readonly #listeners = new Set<(isPaused: boolean) => void>()

  get isPaused(): boolean {
    return this.#isPaused
  }

  set(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return
    this.#isPaused = isPaused
    for (const listener of this.#listeners) listener(isPaused)
  }

  /** Calls the listener at every change. @returns what ends it */
  listen(listener: (isPaused: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Resolves once the job does not rest, or is aborted. */
  whenGoing(signal?: AbortSignal): Promise<void> {
    if (!this.#isPaused || signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const go = (): void => {
        stop()
        signal?.removeEventListener('abort', go)
        resolve()
      }
      const stop = this.listen(go)
      signal?.addEventListener('abort', go)
    })
  }
}
