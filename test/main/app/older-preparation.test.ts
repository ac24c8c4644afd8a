import { expect, test } from 'vitest'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { PrepareSpec } from '../../../src-engine/spec/data.ts'
import { Places } from '../../../src-main/app/datasets/places.ts'
import { specSha256 } from '../../../src-main/training/receipt.ts'

/** As a version before standardizing and backgrounds stored it. */
const stored = {
  data: {
    source: 'data0001',
    split: [0.6, 0.2, 0.2],
    prepare: { size: [64, 64], channels: 'rgb', fit: 'pad', scale: '-1..1', invert: true },
  },
  network: { input: [64, 64, 3], layers: [{ type: 'flatten' }, { type: 'dense', units: 2, activation: 'softmax' }] },
  training: { epochs: 3, seed: 7 },
}
const parsed = RunConfig.parse(stored)
const places = new Places('/home')
const cacheOf = (changes: object): string =>
  places.cache('data0001', PrepareSpec.parse({ ...stored.data.prepare, ...changes }))

test('a preparation that was stored before reads as it was written: nothing was added to it', () => {
  expect(parsed.data.prepare).toEqual(stored.data.prepare)
  expect(specSha256(stored as never, [])).toBe('0b9807475364aca921b92bfe8b468fa365ecb234e770286c41fa546d3f0d99b4')
  expect(specSha256({ ...stored, data: { ...stored.data, prepare: parsed.data.prepare } } as never, [])).toBe(
    '0b9807475364aca921b92bfe8b468fa365ecb234e770286c41fa546d3f0d99b4',
  )
})

test('its cache has the name that it had', () => {
  expect(places.cache('data0001', parsed.data.prepare)).toBe('/home/cache/data0001-6e98f1ed7c456191.u8')
})

test('a cache is named by what decides its pixels', () => {
  const before = cacheOf({})
  const same = [
    { scale: 'standardized' },
    { scale: 'standardized', statistics: { mean: [0.5, 0.5, 0.5], deviation: [0.1, 0.1, 0.1] } },
    { background: '#ffffff' },
    { background: '#FFFFFF' },
  ]
  for (const changes of same) expect(cacheOf(changes), JSON.stringify(changes)).toBe(before)
  const other = [{ background: '#000000' }, { invert: false }, { fit: 'crop' }, { channels: 'gray' }, { size: [8, 8] }]
  expect(new Set([before, ...other.map(cacheOf)]).size).toBe(other.length + 1)
  expect(cacheOf({ background: '#ABCDEF' })).toBe(cacheOf({ background: '#abcdef' }))
})

test('statistics and backgrounds that cannot be are refused', () => {
  const refused = (changes: object): boolean => !PrepareSpec.safeParse(changes).success
  expect(refused({ background: 'white' })).toBe(true)
  expect(refused({ background: '#fff' })).toBe(true)
  expect(refused({ channels: 'gray', statistics: { mean: [0, 0, 0], deviation: [1, 1, 1] } })).toBe(true)
  expect(refused({ statistics: { mean: [0.1], deviation: [0.1] } })).toBe(true)
  expect(refused({ channels: 'gray', statistics: { mean: [0.1], deviation: [0.1, 0.2] } })).toBe(true)
  expect(refused({ channels: 'gray', statistics: { mean: [Number.NaN], deviation: [0.1] } })).toBe(true)
  expect(refused({ channels: 'gray', statistics: { mean: [0.1], deviation: [0.1] } })).toBe(false)
})
