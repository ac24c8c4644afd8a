import { shallowRef } from 'vue'
import type {
  AppEvent,
  CommandInput,
  CommandName,
  CommandOutput,
  EventPayload,
  EventTopic,
} from '../../src-main/contract/contract.ts'
import { GlassboxError } from '../../src-main/contract/errors.ts'
import { decodeMessage, encodeMessage, type ClientMessage, type ServerMessage } from '../../src-main/contract/wire.ts'
import type { Connection, ConnectionState } from './connection.ts'
import { keyHeader, pageKey } from './page-key.ts'

/** Milliseconds before the first attempt to reconnect; doubled each time up to the last. */
const FIRST_DELAY = 250
const LAST_DELAY = 4000
/** Between attempts while the host refuses this page: only a person can change that. */
const REFUSED_DELAY = 15_000
/** Failed attempts in a row before the host is asked whether it knows this page. */
const PATIENCE = 2

interface Waiting {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: GlassboxError) => void
}

export function openSocket(): WebSocket {
  const address = new URL('/socket', location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  // A page's script can send no header with it but the names of protocols.
  const key = pageKey()
  return new WebSocket(address, key ? ['glassbox', key] : ['glassbox'])
}

/** Whether the host is there but does not let this page in, as after it was started anew. */
export async function pageIsRefused(): Promise<boolean> {
  const response = await fetch('/socket', { cache: 'no-store', headers: keyHeader() }).catch(() => null)
  return response?.status === 403
}

/**
 * The application over one WebSocket. It reconnects for ever, seldom while the host refuses this page, and asks for
 * the events after the last one seen.
 * Calls made before the first connection wait for it; calls made or under way while the connection is lost are
 * rejected with `server/connection-lost`, because nobody can know whether they were carried out.
 */
export class SocketConnection implements Connection {
  readonly state = shallowRef<ConnectionState>('connecting')
  readonly #open: () => WebSocket
  readonly #refused: () => Promise<boolean>
  readonly #listeners = new Map<EventTopic, Set<(payload: never) => void>>()
  readonly #missed = new Set<() => void>()
  readonly #waiting = new Map<number, Waiting>()
  #unsent: ClientMessage[] = []
  #socket: WebSocket
  #seen: { stream: string; sequence: number } | null = null
  #lastId = 0
  #attempts = 0
  /** Whether a call was rejected since the connection was lost: what its caller shows is not the whole truth. */
  #rejected = false

  constructor(open: () => WebSocket, refused: () => Promise<boolean>) {
    this.#open = open
    this.#refused = refused
    this.#socket = this.#connect()
  }

  invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    if (this.#isDown()) {
      this.#rejected = true
      return Promise.reject(connectionLost())
    }
    const id = ++this.#lastId
    const message: ClientMessage = { kind: 'call', id, name, input }
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (output) => resolve(output as CommandOutput<N>), reject })
      if (this.state.value === 'open') this.#send(message)
      else this.#unsent.push(message)
    })
  }

  on<T extends EventTopic>(topic: T, listener: (payload: EventPayload<T>) => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  onMissed(listener: () => void): () => void {
    this.#missed.add(listener)
    return () => this.#missed.delete(listener)
  }

  #connect(): WebSocket {
    const socket = this.#open()
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () => this.#send({ kind: 'hello', seen: this.#seen }))
    socket.addEventListener('message', (event: MessageEvent<ArrayBuffer>) => {
      this.#receive(decodeMessage(new Uint8Array(event.data)) as ServerMessage)
    })
    socket.addEventListener('close', () => this.#lose())
    return socket
  }

  #send(message: ClientMessage): void {
    this.#socket.send(encodeMessage(message))
  }

  #receive(message: ServerMessage): void {
    if (message.kind === 'welcome') this.#welcome(message.stream, message.sequence, message.complete)
    else if (message.kind === 'event') this.#dispatch(message.sequence, message.event)
    else this.#settle(message)
  }

  #welcome(stream: string, sequence: number, complete: boolean): void {
    const first = this.#seen === null
    // What was missed is sent again after this message when it is complete: the last event seen stays where it was.
    if (!complete || this.#seen?.stream !== stream) this.#seen = { stream, sequence }
    this.#attempts = 0
    this.state.value = 'open'
    const unsent = this.#unsent
    this.#unsent = []
    for (const message of unsent) this.#send(message)
    const stale = (!complete && !first) || this.#rejected
    this.#rejected = false
    if (stale) for (const listener of this.#missed) listener()
  }

  #dispatch(sequence: number, event: AppEvent): void {
    if (!this.#seen || sequence <= this.#seen.sequence) return
    this.#seen.sequence = sequence
    for (const listener of this.#listeners.get(event.topic) ?? []) listener(event.payload as never)
  }

  #settle(message: ServerMessage & { kind: 'result' }): void {
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.ok) waiting?.resolve(message.output)
    else waiting?.reject(GlassboxError.fromEnvelope(message.error))
  }

  #isDown(): boolean {
    return this.state.value === 'lost' || this.state.value === 'refused'
  }

  #lose(): void {
    if (!this.#isDown()) this.state.value = 'lost'
    this.#unsent = []
    if (this.#waiting.size > 0) this.#rejected = true
    for (const { reject } of this.#waiting.values()) reject(connectionLost())
    this.#waiting.clear()
    if (this.#attempts >= PATIENCE) void this.#askWhy()
    const growing = Math.min(FIRST_DELAY * 2 ** this.#attempts++, LAST_DELAY)
    const delay = this.state.value === 'refused' ? REFUSED_DELAY : growing
    setTimeout(() => (this.#socket = this.#connect()), delay)
  }

  async #askWhy(): Promise<void> {
    const refused = await this.#refused()
    if (this.#isDown()) this.state.value = refused ? 'refused' : 'lost'
  }
}

function connectionLost(): GlassboxError {
  return new GlassboxError('server/connection-lost', 'The connection to Glassbox is lost.')
}
