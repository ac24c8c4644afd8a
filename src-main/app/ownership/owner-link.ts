import { connect, type Socket } from 'node:net'
import type { CommandInput, CommandName, CommandOutput, AppEvent } from '../../contract/contract.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { decodeMessage, encodeMessage, type ClientMessage, type ServerMessage } from '../../contract/wire.ts'
import { frame, FrameReader } from './frames.ts'
import { socketPath } from './socket-path.ts'

/** The way to the process that owns the home folder, for a process that does not. */
export class OwnerLink {
  readonly #socket: Socket
  readonly #pending = new Map<number, { resolve: (output: unknown) => void; reject: (error: unknown) => void }>()
  #next = 1

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  /** @returns null when nobody listens, or whoever did ends before it answers. */
  static connect(
    home: string,
    onEvent: (event: AppEvent) => void,
    onLost: (error: GlassboxError) => void,
  ): Promise<OwnerLink | null> {
    return new Promise((resolve) => {
      const socket = connect(socketPath(home))
      const link = new OwnerLink(socket)
      const reader = new FrameReader()
      let welcome = false
      socket.once('connect', () => link.#send({ kind: 'hello', seen: null }))
      socket.on('data', (chunk: Buffer) => {
        for (const bytes of reader.push(chunk)) {
          const message = decodeMessage(bytes) as ServerMessage
          if (message.kind === 'welcome') {
            welcome = true
            resolve(link)
          } else if (message.kind === 'event') onEvent(message.event)
          else link.#settle(message)
        }
      })
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        // A dying process may still have taken the connection: without its welcome it was never there.
        if (!welcome) return resolve(null)
        const lost = new GlassboxError('home/owner-lost', 'The Glassbox that was doing the work has ended.', {
          hint: 'Everything it reported as saved is there; try again.',
        })
        link.#fail(lost)
        onLost(lost)
      })
    })
  }

  invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    return new Promise((resolve, reject) => {
      const id = this.#next++
      this.#pending.set(id, { resolve: resolve as (output: unknown) => void, reject })
      this.#send({ kind: 'call', id, name, input })
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #send(message: ClientMessage): void {
    this.#socket.write(frame(encodeMessage(message)))
  }

  #settle(message: Extract<ServerMessage, { kind: 'result' }>): void {
    const waiting = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if (message.ok) waiting?.resolve(message.output)
    else waiting?.reject(GlassboxError.fromEnvelope(message.error))
  }

  #fail(error: GlassboxError): void {
    for (const waiting of this.#pending.values()) waiting.reject(error)
    this.#pending.clear()
  }
}
