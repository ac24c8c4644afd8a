/** Values that were made not long ago, by key: the latest used ones, as many as their sizes leave room for. */
export class Recent<T> {
  readonly #most: number
  readonly #sizeOf: (value: T) => number
  /** In the order of their last use. */
  readonly #values = new Map<string, T>()

  /** @param most the sizes of what is kept add up to no more, but the latest is kept whatever its size */
  constructor(most: number, sizeOf: (value: T) => number) {
    this.#most = most
    this.#sizeOf = sizeOf
  }

  get(key: string): T | undefined {
    const value = this.#values.get(key)
    if (value !== undefined) this.set(key, value)
    return value
  }

  set(key: string, value: T): void {
    this.#values.delete(key)
    this.#values.set(key, value)
    let size = [...this.#values.values()].reduce((sum, one) => sum + this.#sizeOf(one), 0)
    for (const [oldest, one] of this.#values) {
      if (size <= this.#most || oldest === key) break
      this.#values.delete(oldest)
      size -= this.#sizeOf(one)
    }
  }
}
