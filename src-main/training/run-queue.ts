/** Who waits for a turn, in order; tells at every change. */
export class RunQueue<T extends { readonly id: string }> {
  readonly #waiting: T[] = []
  readonly #onChange: (ids: string[]) => void

  constructor(onChange: (ids: string[]) => void) {
    this.#onChange = onChange
  }

  get ids(): string[] {
    return this.#waiting.map(({ id }) => id)
  }

  get length(): number {
    return this.#waiting.length
  }

  add(run: T): void {
    this.#waiting.push(run)
    this.#onChange(this.ids)
  }

  /** Whose turn it is, if anybody waits. */
  take(): T | undefined {
    const run = this.#waiting.shift()
    if (run) this.#onChange(this.ids)
    return run
  }

  /** @returns whether it waited */
  remove(id: string): boolean {
    const at = this.ids.indexOf(id)
    if (at < 0) return false
    this.#waiting.splice(at, 1)
    this.#onChange(this.ids)
    return true
  }

  /** Gives it another place, 0 being the next; one that does not wait changes nothing. */
  move(id: string, position: number): void {
    const at = this.ids.indexOf(id)
    const [run] = at < 0 ? [] : this.#waiting.splice(at, 1)
    if (!run) return
    this.#waiting.splice(position, 0, run)
    this.#onChange(this.ids)
  }
}
