import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { npyNumbers, npyTexts, readNpy } from '../../../src-engine/data/npy.ts'
import { npy } from '../support/npy.ts'

const numbersIn = (file: Uint8Array): number[] => {
  const array = readNpy(file)
  const read = npyNumbers(array)
  return Array.from({ length: array.bytes.length / array.size }, (_, i) => read(i))
}
/** A header of format 1 and what follows it. */
const raw = (header: string, data: Uint8Array = new Uint8Array()): Uint8Array =>
  new Uint8Array(
    Buffer.concat([
      Uint8Array.of(0x93),
      Buffer.from('NUMPY'),
      Uint8Array.of(1, 0, header.length & 255, header.length >> 8),
      Buffer.from(header, 'latin1'),
      data,
    ]),
  )

describe('readNpy', () => {
  it('reads a file that NumPy wrote, byte for byte', () => {
    // numpy.save(file, numpy.array([[1.5, -2], [3, 1e-3]], dtype='>f2', order='F')), NumPy 2.4.6
    const file = Buffer.from(
      '934e554d5059010076007b276465736372273a20273e6632272c2027666f727472616e5f6f72646572273a2054727565' +
        '2c20277368617065273a2028322c2032292c207d20202020202020202020202020202020202020202020202020202020' +
        '202020202020202020202020202020202020202020202020202020202020200a3e004200c0001419',
      'hex',
    )
    const array = readNpy(file)
    expect(array).toMatchObject({ shape: [2, 2], kind: 'f', size: 2, littleEndian: false, fortranOrder: true })
    expect(numbersIn(file)).toEqual([1.5, 3, -2, 2 ** -10 + 25 * 2 ** -20])
  })

  it('reads what was written, of every type, order, format and shape', () => {
    const types = [
      '|b1',
      '|u1',
      '|i1',
      '<u2',
      '>u2',
      '<i2',
      '>i2',
      '<u4',
      '>u4',
      '<i4',
      '>i4',
      '<u8',
      '>u8',
      '<i8',
      '>i8',
    ]
    const floats = ['<f4', '>f4', '<f8', '>f8']
    fc.assert(
      fc.property(
        fc.constantFrom(...types, ...floats),
        fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
        fc.boolean(),
        fc.constantFrom(1 as const, 2 as const, 3 as const),
        fc.nat(),
        (descr, shape, fortran, version, seed) => {
          const count = shape.reduce((a, b) => a * b, 1)
          const limit = descr === '|b1' ? 2 : 100
          const values = Array.from({ length: count }, (_, i) => (seed + i * 7) % limit)
          const signed = /[if]/.test(descr) ? values.map((value, i) => (i % 2 ? -value : value) + 0) : values
          const file = npy({ descr, shape, values: signed, fortran, version })
          expect(readNpy(file)).toMatchObject({ shape, fortranOrder: fortran, littleEndian: !descr.startsWith('>') })
          expect(numbersIn(file).map((value) => value + 0)).toEqual(signed.map((value) => value + 0))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('never throws anything but a RangeError, whatever the bytes', () => {
    const good = npy({ descr: '<i4', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] })
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, end) => {
        const bad = good.slice(0, end)
        if (at < end) bad[at] = byte
        try {
          const { shape, bytes, size } = readNpy(bad)
          expect(shape.reduce((a, b) => a * b, size)).toBe(bytes.length)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('reads halves: zero, the least, one, the largest, infinity and none', () => {
    const bits = [0x0000, 0x0001, 0x3c00, 0xbc00, 0x7bff, 0x7c00, 0xfc00, 0x7e00]
    const bytes = Uint8Array.from(bits.flatMap((one) => [one & 255, one >> 8]))
    const file = raw("{'descr': '<f2', 'fortran_order': False, 'shape': (8,), }", bytes)
    expect(numbersIn(file)).toEqual([0, 2 ** -24, 1, -1, 65504, Infinity, -Infinity, NaN])
  })

  it('reads text of both kinds and both byte orders', () => {
    const names = ['cat', '🐈 x', '']
    for (const descr of ['<U3', '>U3']) {
      const read = npyTexts(readNpy(npy({ descr, shape: [3], values: names })))
      expect([0, 1, 2].map(read)).toEqual(names)
    }
    const read = npyTexts(readNpy(npy({ descr: '|S3', shape: [2], values: ['a', 'dog'] })))
    expect([0, 1].map(read)).toEqual(['a', 'dog'])
  })

  it('reads headers of Python 2', () => {
    expect(
      readNpy(raw("{'shape': (2L, 1L), 'descr': '|u1', 'fortran_order': False}", Uint8Array.of(1, 2))).shape,
    ).toEqual([2, 1])
  })

  it.each([
    ['nothing', new Uint8Array(), /does not begin like one/],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0), /does not begin like one/],
    ['another format', Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 9, 0), /format 9/],
    ['a header that is cut off', raw('{').slice(0, 10), /header is damaged|ends inside/],
    ['objects', raw("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}"), /pickle can run any program/],
    ['a table', raw("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,)}"), /table of named columns/],
    ['complex numbers', raw("{'descr': '<c8', 'fortran_order': False, 'shape': (0,)}"), /type <c8/],
    ['dates', raw("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (0,)}"), /type <M8/],
    ['code instead of a dictionary', raw("__import__('os').system('true')"), /header is damaged/],
    ['code inside a dictionary', raw("{'descr': open('x'), 'shape': ()}"), /header is damaged/],
    ['no shape', raw("{'descr': '|u1', 'fortran_order': False}"), /incomplete/],
    ['a negative length', raw("{'descr': '|u1', 'fortran_order': False, 'shape': (-1,)}"), /header is damaged/],
    ['a value too few', npy({ descr: '<i4', shape: [3], values: [1, 2] }), /3 values of 4 bytes, but 8 bytes follow/],
    ['more than there is', npy({ descr: '<i4', shape: [2 ** 40, 2 ** 40], values: [] }), /promises/],
  ])('refuses %s', (_, file, message) => {
    expect(() => readNpy(file)).toThrow(RangeError)
    expect(() => readNpy(file)).toThrow(message)
  })
})
