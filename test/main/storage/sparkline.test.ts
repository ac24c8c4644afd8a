import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extendSparkline, noSparkline } from '../../../src-main/storage/repositories/sparkline.ts'

test('a short curve is kept whole, a long one evenly thinned', () => {
  const short = extendSparkline(noSparkline, Float64Array.of(3, 2, NaN, 1))
  expect(short).toEqual({ stride: 1, count: 4, values: [3, 2, null, 1] })
  const { stride, values } = extendSparkline(
    noSparkline,
    Float64Array.from({ length: 1000 }, (_, index) => index),
  )
  expect(values).toHaveLength(63)
  expect(values).toEqual(Array.from({ length: 63 }, (_, index) => index * stride))
})

test('what is kept does not depend on the portions it came in', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(400), { maxLength: 12 }), (portions) => {
      const total = portions.reduce((sum, count) => sum + count, 0)
      const all = Float64Array.from({ length: total }, (_, index) => index)
      let grown = noSparkline
      let at = 0
      for (const count of portions) grown = extendSparkline(grown, all.subarray(at, (at += count)))
      expect(grown).toEqual(extendSparkline(noSparkline, all))
    }),
  )
})
