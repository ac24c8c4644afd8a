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

  private constructor(socket: Socket, onEvent: (event: AppEvent) => void, onLost: (error: GlassboxError) => void) {
    this.#socket = socket
    const reader = new FrameReader()
    socket.on('data', (chunk) => {
      for (const bytes of reader.push(chunk as Buffer)) this.#receive(decodeMessage(bytes) as ServerMessage, onEvent)
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      const lost = new GlassboxError('home/owner-lost', 'The Glassbox that was doing the work has ended.', {
        hint: 'Everything it reported as saved is there; try again.',
      })
      for (const waiting of this.#pending.values()) waiting.reject(lost)
      this.#pending.clear()
      onLost(lost)
    })
    this.#send({ kind: 'hello', seen: null })
  }

  /** @returns null when nobody listens. */
  static connect(home: string, onEvent: (event: AppEvent) => void, onLost: (error: GlassboxError) => void): Promise<OwnerLink | null> {
    return new Promise((resolve) => {
      const socket = connect(socketPath(home))
      socket.once('connect', () => {
        socket.removeAllListeners('error')
        resolve(new OwnerLink(socket, onEvent, onLost))
      })
      socket.once('error', () => resolve(null))
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

  #receive(message: ServerMessage, onEvent: (event: AppEvent) => void): void {
    if (message.kind === 'event') return onEvent(message.event)
    if (message.kind !== 'result') return
    const waiting = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if (message.ok) waiting?.resolve(message.output)
    else waiting?.reject(GlassboxError.fromEnvelope(message.error))
  }
}
