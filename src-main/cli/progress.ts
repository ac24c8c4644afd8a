const WIDTH = 24

/** Shows how far long work is: a bar on a terminal, otherwise at most one line a second. */
export class Progress {
  readonly #stream: NodeJS.WriteStream
  #next = 0
  #drawn = false

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream
  }

  /** Only on a terminal: redrawn in place. */
  bar(share: number, text: string): void {
    if (!this.#stream.isTTY || !this.#due(100)) return
    const filled = Math.round(Math.min(Math.max(share, 0), 1) * WIDTH)
    this.#stream.write(`\r\u001b[K${'='.repeat(filled)}${'-'.repeat(WIDTH - filled)} ${text}`)
    this.#drawn = true
  }

  /** A line that stays; `throttled` ones are left out when they come faster than one a second and nobody watches. */
  line(text: string, throttled = false): void {
    if (throttled && !this.#stream.isTTY && !this.#due(1000)) return
    this.clear()
    this.#stream.write(`${text}\n`)
  }

  clear(): void {
    if (this.#drawn) this.#stream.write('\r\u001b[K')
    this.#drawn = false
  }

  #due(interval: number): boolean {
    const now = performance.now()
    if (now < this.#next) return false
    this.#next = now + interval
    return true
  }
}
