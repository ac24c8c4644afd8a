/** One cache line; also room for a vector that starts at a buffer's last number. */
const LINE = 64

/** Hands out addresses one after the other; nothing is ever given back. */
export interface Arena {
  /** Address of a new buffer of this many bytes, on a cache line of its own. */
  allocate(bytes: number): number
  /** Bytes handed out so far. */
  readonly size: number
}

export function createArena(start: number): Arena {
  let end = start
  return {
    allocate(bytes) {
      const address = end
      end = Math.ceil((end + bytes) / LINE) * LINE + LINE
      return address
    },
    get size() {
      return end
    },
  }
}
