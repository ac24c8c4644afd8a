/** Most bits in which hashes of near pictures differ: two bits in each quarter, and three in none. */
export const RADIUS = 11

const QUARTERS = 4

/** Hashes of 64 bits, the upper and the lower half of each. */
export interface Hashes {
  readonly upper: Int32Array
  readonly lower: Int32Array
}

export function hashesOf(texts: readonly string[]): Hashes {
  return {
    upper: Int32Array.from(texts, (text) => Number.parseInt(text.slice(0, 8), 16) | 0),
    lower: Int32Array.from(texts, (text) => Number.parseInt(text.slice(8), 16) | 0),
  }
}

/**
 * Finds hashes that differ in at most 11 bits from a given one. Of such two, one of four quarters differs in at most two
 * bits; so they are looked up by quarter, with every one and every two bits of it turned over: a few hundred look-ups
 * instead of a comparison with every hash.
 * Source: Norouzi, Punjani and Fleet, "Fast Search in Hamming Space with Multi-Index Hashing" (2012).
 */
export class HashIndex {
  readonly #hashes: Hashes
  /** Of each quarter: where the members of every value begin among `members`. */
  readonly #starts: Uint32Array[] = []
  readonly #members: Uint32Array[] = []
  readonly #seen: Uint32Array
  #query = 0

  constructor(hashes: Hashes) {
    this.#hashes = hashes
    const count = hashes.upper.length
    this.#seen = new Uint32Array(count)
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      const starts = new Uint32Array(2 ** 16 + 1)
      for (let i = 0; i < count; i++) starts[quarterOf(hashes.upper[i]!, hashes.lower[i]!, quarter) + 1]!++
      for (let value = 0; value < 2 ** 16; value++) starts[value + 1]! += starts[value]!
      const next = starts.slice()
      const members = new Uint32Array(count)
      for (let i = 0; i < count; i++) members[next[quarterOf(hashes.upper[i]!, hashes.lower[i]!, quarter)]!++] = i
      this.#starts.push(starts)
      this.#members.push(members)
    }
  }

  /** Calls back with the index of every near hash and in how many bits it differs, in no order. */
  near(upper: number, lower: number, found: (index: number, distance: number) => void): void {
    this.#query++
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      const value = quarterOf(upper, lower, quarter)
      const [starts, members] = [this.#starts[quarter]!, this.#members[quarter]!]
      for (const mask of MASKS)
        for (let at = starts[value ^ mask]!, end = starts[(value ^ mask) + 1]!; at < end; at++) {
          const index = members[at]!
          if (this.#seen[index] === this.#query) continue
          this.#seen[index] = this.#query
          const distance = bitsOf(this.#hashes.upper[index]! ^ upper) + bitsOf(this.#hashes.lower[index]! ^ lower)
          if (distance <= RADIUS) found(index, distance)
        }
    }
  }
}

const quarterOf = (upper: number, lower: number, quarter: number): number =>
  ((quarter < 2 ? upper : lower) >>> (quarter % 2 ? 0 : 16)) & 0xffff

/** Every number of 16 bits with at most two ones. */
const MASKS = Uint16Array.from(
  Array.from({ length: 16 }, (_, a) => Array.from({ length: a + 1 }, (_, b) => (1 << a) | (1 << b)))
    .flat()
    .concat(0),
)

/** How many bits of 32 are ones. Source: H. S. Warren, "Hacker's Delight", section 5-1. */
function bitsOf(value: number): number {
  let x = value - ((value >>> 1) & 0x55555555)
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
