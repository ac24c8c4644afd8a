import type { Socket } from 'node:net'

/** Connections of one standing, at most so many: the oldest makes room for the newest, so that whoever comes gets in. */
export class Crowd {
  readonly #limit: number
  readonly #sockets = new Set<Socket>()

  constructor(limit: number) {
    this.#limit = limit
  }

  add(socket: Socket): void {
    if (this.#sockets.has(socket)) return
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    if (this.#sockets.size <= this.#limit) return
    for (const oldest of this.#sockets) {
      this.#sockets.delete(oldest)
      oldest.destroy()
      return
    }
  }

  release(socket: Socket): void {
    this.#sockets.delete(socket)
  }
}
