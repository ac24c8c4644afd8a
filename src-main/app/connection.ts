import * as z from 'zod'
import { toEnvelope } from '../contract/errors.ts'
import { decodeMessage, encodeMessage, type ServerMessage } from '../contract/wire.ts'
import type { GlassboxApi } from '../contract/api.ts'
import { replaceableKey, type EventHub, type NumberedEvent } from './event-hub.ts'
import { commandName } from './dispatch.ts'

/** One peer, over a WebSocket or the owner's socket. */
export interface Channel {
  send(bytes: Uint8Array): void
  /** Bytes that were sent but have not left yet. */
  waiting(): number
  close(): void
}

export interface Connection {
  receive(bytes: Uint8Array): void
  closed(): void
}

/** A peer that reads more slowly than this gets no progress and no live weights until it has caught up. */
const SLOW = 4 * 2 ** 20
/** A peer that asks for more while this much waits for it does not read at all: its connection ends. */
const STUCK = 64 * 2 ** 20

const Message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.number(), name: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('hello'), seen: z.object({ stream: z.string(), sequence: z.number() }).nullable() }),
])

/** Answers one peer: calls with results, hello with what it missed and then every event. A message that is none ends it. */
export function serveConnection(api: GlassboxApi, events: EventHub, channel: Channel): Connection {
  let unlisten: (() => void) | null = null
  const send = (message: ServerMessage): void => {
    if (channel.waiting() > STUCK) channel.close()
    else channel.send(encodeMessage(message))
  }
  const sendEvent = ({ sequence, event }: NumberedEvent): void => {
    if (channel.waiting() > SLOW && replaceableKey(event)) return
    send({ kind: 'event', sequence, event })
  }

  async function call(id: number, name: string, input: unknown): Promise<void> {
    try {
      send({ kind: 'result', id, ok: true, output: await api.invoke(commandName(name), input as never) })
    } catch (error) {
      send({ kind: 'result', id, ok: false, error: toEnvelope(error) })
    }
  }

  function hello(seen: { stream: string; sequence: number } | null): void {
    unlisten?.()
    const missed = events.since(seen)
    send({ kind: 'welcome', stream: events.stream, sequence: events.sequence, complete: missed !== null })
    for (const event of missed ?? []) sendEvent(event)
    unlisten = events.listen(sendEvent)
  }

  return {
    receive(bytes) {
      let message: z.infer<typeof Message>
      try {
        message = Message.parse(decodeMessage(bytes))
      } catch {
        return channel.close()
      }
      if (message.kind === 'hello') hello(message.seen)
      else void call(message.id, message.name, message.input)
    },
    closed() {
      unlisten?.()
    },
  }
}
