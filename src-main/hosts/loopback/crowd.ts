import type { Socket } from 'node:net'

/** Connections of one standing, at most so many: the oldest makes room for the newest, so that whoever comes gets in. */
export class Crowd {
  readonly #limit: number
  /** Oldest first, each with what is called when it closes. */
  readonly #sockets = new Map<Socket, () => void>()

  constructor(limit: number) {
    this.#limit = limit
  }

  add(socket: Socket): void {
    if (this.#sockets.has(socket)) return
    const leave = (): void => this.release(socket)
    this.#sockets.set(socket, leave)
    socket.on('close', leave)
    if (this.#sockets.size <= this.#limit) return
    for (const oldest of this.#sockets.keys()) {
      this.release(oldest)
      oldest.destroy()
      return
    }
  }

  release(socket: Socket): void {
    const leave = this.#sockets.get(socket)
    if (leave) socket.off('close', leave)
    this.#sockets.delete(socket)
  }
}
