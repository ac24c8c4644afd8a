import { expect, it } from 'vitest'
import { varyingSettings } from '../../../src-main/storage/repositories/varying-settings.ts'

it('finds what differs, at any depth, with the values of each run', () => {
  const of = (...configs: object[]): unknown[] =>
    varyingSettings(configs.map((config) => JSON.stringify(config))).map(({ path, values, index }) => [
      path,
      ...Array.from(index, (at) => values[at]),
    ])
  expect(of()).toEqual([])
  expect(of({ a: 1, b: { c: [1, 2] } }, { a: 1, b: { c: [1, 2] } })).toEqual([])
  expect(of({ a: 1 }, { a: '1' }, { a: 1 })).toEqual([['a', '1', '"1"', '1']])
  expect(of({ a: null }, { a: false }, {})).toEqual([['a', 'null', 'false', undefined]])
  expect(of({ size: [28, 28] }, { size: '[28,28]' })).toEqual([['size', '[28,28]', '"[28,28]"']])
  // Another number of layers, and another kind of layer.
  const dense = { type: 'dense', units: 8 }
  expect(of({ layers: [dense] }, { layers: [{ type: 'dropout', rate: 0.25 }, dense] })).toEqual([
    ['layers.0.type', '"dense"', '"dropout"'],
    ['layers.0.units', '8', undefined],
    ['layers.0.rate', undefined, '0.25'],
    ['layers.1.type', undefined, '"dense"'],
    ['layers.1.units', undefined, '8'],
  ])
  // A place with a value in one run and with more inside in another.
  expect(of({ schedule: null }, { schedule: { steps: 3 } })).toEqual([
    ['schedule', 'null', undefined],
    ['schedule.steps', undefined, '3'],
  ])
  expect(of({ data: { source: 'a', k: 1 } }, { data: { source: 'b', k: 2 } })).toEqual([['data.k', '1', '2']])
})
