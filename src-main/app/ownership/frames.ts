/** A frame is its length in four bytes, big-endian, then that many bytes. */
const HEADER = 4
const MAX_FRAME = 512 * 2 ** 20

export function frame(bytes: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(HEADER + bytes.length)
  framed.writeUInt32BE(bytes.length)
  framed.set(bytes, HEADER)
  return framed
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #chunks: Buffer[] = []
  #length = 0

  /**
   * @returns the frames that this chunk completes
   * @throws {RangeError} for a frame no honest peer sends
   */
  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    const frames: Buffer[] = []
    while (this.#length >= HEADER) {
      if ((this.#chunks[0]?.length ?? 0) < HEADER) this.#join()
      const size = this.#chunks[0]?.readUInt32BE() ?? 0
      if (size > MAX_FRAME) throw new RangeError(`A frame of ${size} bytes is too large.`)
      if (this.#length < HEADER + size) break
      const all = this.#join()
      frames.push(all.subarray(HEADER, HEADER + size))
      this.#chunks = [all.subarray(HEADER + size)]
      this.#length -= HEADER + size
    }
    return frames
  }

  #join(): Buffer {
    const [only, ...more] = this.#chunks
    const joined = only && more.length === 0 ? only : Buffer.concat(this.#chunks)
    this.#chunks = [joined]
    return joined
  }
}
