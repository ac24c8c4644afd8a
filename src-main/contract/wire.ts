import { decode, encode, ExtensionCodec } from '@msgpack/msgpack'
import type { AppEvent } from './contract.ts'
import type { ErrorEnvelope } from './errors.ts'

/** What crosses a WebSocket or the owner's socket, each message one msgpack document. */
export type ClientMessage =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  /** First message of a connection: the last event seen of which stream, or null for none. */
  | { readonly kind: 'hello'; readonly seen: { readonly stream: string; readonly sequence: number } | null }

export type ServerMessage =
  | { readonly kind: 'result'; readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly ok: false; readonly error: ErrorEnvelope }
  /** Answer to hello; `complete` is false when events were missed that are no longer kept: read everything anew. */
  | { readonly kind: 'welcome'; readonly stream: string; readonly sequence: number; readonly complete: boolean }
  | { readonly kind: 'event'; readonly sequence: number; readonly event: AppEvent }

/** Typed arrays keep their type and their bits. Uint8Array is msgpack's own binary. */
const codec = new ExtensionCodec()
const arrays = [Float32Array, Float64Array, Uint32Array, Int32Array] as const
for (const [type, Kind] of arrays.entries()) {
  codec.register({
    type,
    encode: (value) =>
      value instanceof Kind ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : null,
    // A copy, because a view must begin at a multiple of its element size (and a Buffer's slice is no copy).
    decode: (data) => new Kind(new Uint8Array(data).buffer),
  })
}

export function encodeMessage(message: ClientMessage | ServerMessage): Uint8Array<ArrayBuffer> {
  return encode(message, { extensionCodec: codec, ignoreUndefined: true })
}

/** @throws {Error} when the bytes are not one msgpack document. */
export function decodeMessage(bytes: Uint8Array): unknown {
  // A Buffer would give Buffers; the message holds plain bytes on every side.
  return decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), { extensionCodec: codec })
}
