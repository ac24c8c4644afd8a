import { shallowRef } from 'vue'
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  EventPayload,
  EventTopic,
} from '../../src-main/contract/contract.ts'
import type { PreloadBridge, Reply } from '../../src-main/contract/desktop.ts'
import { GlassboxError } from '../../src-main/contract/errors.ts'
import type { Connection, ConnectionState } from './connection.ts'

/** The application in the same program: it is there as long as this page is. */
export class BridgeConnection implements Connection {
  readonly state = shallowRef<ConnectionState>('open')
  readonly #commands: PreloadBridge['commands']
  readonly #listeners = new Map<EventTopic, Set<(payload: never) => void>>()

  constructor(bridge: PreloadBridge) {
    this.#commands = bridge.commands
    bridge.onEvent(({ topic, payload }) => {
      for (const listener of this.#listeners.get(topic) ?? []) listener(payload as never)
    })
  }

  async invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    return unwrap(await this.#commands[name](plain(input) as never))
  }

  on<T extends EventTopic>(topic: T, listener: (payload: EventPayload<T>) => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** Nothing can be missed. */
  onMissed(): () => void {
    return () => undefined
  }
}

/** @throws {GlassboxError} when the reply is an error */
export function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.output
  throw GlassboxError.fromEnvelope(reply.error)
}

/** Objects that Vue watches are proxies, which cannot be cloned on their way out of the page. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}
