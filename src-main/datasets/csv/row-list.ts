/** Facts of rows that are collected while their number is not known yet. */
export class RowList {
  #numbers = new Uint32Array(1024)
  #targets = new Float64Array(1024)
  #hashes = new Uint8Array(1024 * 32)
  count = 0

  /** @param target class index, or the number to be predicted */
  add(number: number, target: number, hash: Uint8Array): void {
    if (this.count === this.#numbers.length) this.#grow()
    this.#numbers[this.count] = number
    this.#targets[this.count] = target
    this.#hashes.set(hash, this.count * 32)
    this.count++
  }

  /** Number of each row in the file, from 1. */
  get numbers(): Uint32Array<ArrayBuffer> {
    return this.#numbers.slice(0, this.count)
  }

  get targets(): Float64Array<ArrayBuffer> {
    return this.#targets.slice(0, this.count)
  }

  /** SHA-256 of the inputs of each, (rows, 32). */
  get hashes(): Uint8Array<ArrayBuffer> {
    return this.#hashes.slice(0, this.count * 32)
  }

  #grow(): void {
    const bigger = <T extends Uint32Array | Float64Array | Uint8Array>(into: T, from: T): T => {
      into.set(from)
      return into
    }
    this.#numbers = bigger(new Uint32Array(2 * this.#numbers.length), this.#numbers)
    this.#targets = bigger(new Float64Array(2 * this.#targets.length), this.#targets)
    this.#hashes = bigger(new Uint8Array(2 * this.#hashes.length), this.#hashes)
  }
}
