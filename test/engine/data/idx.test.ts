import { describe, expect, it } from 'vitest'
import { readIdx, writeIdx } from '../../../src-engine/data/idx.ts'

/** Two pictures of 2 rows and 3 columns, written out by hand. */
const bytes = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
const shape = [2, 2, 3]
const values = Uint8Array.from({ length: 12 }, (_, i) => i + 1)

const changed = (at: number, ...others: number[]): Uint8Array => {
  const copy = bytes.slice()
  copy.set(others, at)
  return copy
}

describe('readIdx', () => {
  it('reads sizes and values', () => {
    expect(readIdx(bytes, 3)).toEqual({ shape, values })
  })

  it('reads a view that begins inside its buffer', () => {
    const within = new Uint8Array(bytes.length + 3)
    within.set(bytes, 3)
    expect(readIdx(within.subarray(3), 3)).toEqual({ shape, values })
  })

  it('reads sizes above 2^16', () => {
    const labels = { shape: [70_000], values: new Uint8Array(70_000).fill(7) }
    expect(readIdx(writeIdx(labels), 1)).toEqual(labels)
  })

  it.each([
    ['nothing', new Uint8Array(), 3, /no IDX file/],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), 3, /no IDX file/],
    ['floats', changed(2, 13), 3, /type 13/],
    ['another number of dimensions', bytes, 1, /3 dimensions instead of 1/],
    ['a header that is cut off', bytes.slice(0, 10), 3, /header/],
    ['a value too few', bytes.slice(0, -1), 3, /2 × 2 × 3 values, but 11 follow/],
    ['a value too many', Uint8Array.of(...bytes, 0), 3, /but 13 follow/],
    ['2^32 - 1 pictures', changed(4, 255, 255, 255, 255), 3, /4294967295 × 2 × 3/],
    ['sizes that overflow 32 bits to nothing', changed(8, 0, 1, 0, 0, 0, 1, 0, 0), 3, /65536 × 65536/],
  ])('refuses %s', (_, file, dimensions, message) => {
    expect(() => readIdx(file, dimensions)).toThrow(RangeError)
    expect(() => readIdx(file, dimensions)).toThrow(message)
  })
})

describe('writeIdx', () => {
  it('writes what readIdx reads, byte for byte', () => {
    expect(writeIdx({ shape, values })).toEqual(bytes)
  })
})
