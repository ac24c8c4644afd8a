import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode, encode } from './clone.ts'

const across = (value: unknown): unknown => decode(encode(value))

describe('what crosses between processes', () => {
  test('any plain value arrives as it is', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
    })
    fc.assert(
      fc.property(anything, (value) => {
        expect(across(value)).toEqual(structuredClone(value))
      }),
    )
  })

  test('what is shared stays shared, and circles stay closed', () => {
    const shared = { n: 1 }
    const value: Record<string, unknown> = { a: shared, b: shared }
    value.self = value
    const back = across(value) as { a: object; b: object; self: object }
    expect(back.a).toBe(back.b)
    expect(back.self).toBe(back)
    expect(back.a).toEqual({ n: 1 })
  })

  test('bytes of all types, of a view only its own part, and of a Buffer as plain bytes', () => {
    const floats = new Float64Array([1, NaN, -0, Infinity])
    expect(across(floats)).toEqual(floats)
    const back = across(Buffer.from('abc').subarray(1)) as Uint8Array
    expect(back.constructor).toBe(Uint8Array)
    expect([back.buffer.byteLength, ...back]).toEqual([2, 98, 99])
  })

  test('an error keeps its kind and its message', () => {
    const back = across(new RangeError('too far')) as Error
    expect([back instanceof RangeError, back.message]).toEqual([true, 'too far'])
  })

  class Own {
    readonly n = 1
  }
  test.each<[string, unknown]>([
    ['a function', { f: () => 1 }],
    ['a symbol', [Symbol('s')]],
    ['a promise', Promise.resolve()],
    ['an instance of a class', new Own()],
    ['an instance inside of a map', new Map([['a', new Own()]])],
    ['a subclass', new (class extends Map {})()],
    ['a proxy', new Proxy({ n: 1 }, {})],
    ['shared memory', new SharedArrayBuffer(8)],
    ['a view of shared memory', new Float32Array(new SharedArrayBuffer(8))],
    ['a weak map', new WeakMap()],
    ['a blob', new Blob(['x'])],
  ])('%s is refused', (_, value) => {
    expect(() => encode(value)).toThrow(
      expect.objectContaining({ name: 'DataCloneError', message: 'An object could not be cloned.' }),
    )
  })
})
