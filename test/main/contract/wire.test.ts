import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeMessage, encodeMessage, type ServerMessage } from '../../../src-main/contract/wire.ts'

const message = (output: unknown): ServerMessage => ({ kind: 'result', id: 1, ok: true, output })

test('typed arrays keep their type and their bits, wherever the bytes lie in memory', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double()),
      fc.array(fc.float()),
      fc.uint8Array(),
      fc.nat(9),
      (doubles, floats, bytes, offset) => {
        const output = {
          doubles: new Float64Array(doubles),
          floats: new Float32Array(floats),
          bytes,
          ints: new Int32Array([-1, 2]),
          counts: new Uint32Array([7]),
        }
        const encoded = encodeMessage(message(output))
        // As a socket hands it over: a view somewhere inside a larger buffer.
        const pool = Buffer.alloc(offset + encoded.length)
        pool.set(encoded, offset)
        const decoded = decodeMessage(pool.subarray(offset)) as { output: typeof output }
        expect(decoded).toEqual(message(output))
        expect(decoded.output.floats).toBeInstanceOf(Float32Array)
      },
    ),
  )
})

test('what is not one message is refused', () => {
  for (const bytes of [new Uint8Array(), new Uint8Array([0xc1]), new Uint8Array([0xdd, 0xff, 0xff, 0xff, 0xff])])
    expect(() => decodeMessage(bytes)).toThrow()
})
