import { expect, it } from 'vitest'
import { averagePool2dForward } from '../../../src-engine/reference/averagePool2d.ts'
import { maxPool2dForward } from '../../../src-engine/reference/maxPool2d.ts'
import { poolShape } from '../../../src-engine/reference/pool.ts'

it.each([
  ['one column is missing on the left', [1, 5, 1]],
  ['one row is missing above', [5, 1, 1]],
])('windows that hang over the edge see what lies inside: %s', (_, input) => {
  const spec = { type: 'averagePool2d', poolSize: 3, strides: 2, padding: 'same' } as const
  const output = input.map((side) => Math.ceil(side / 2))
  const shape = poolShape(spec, input, [...output.slice(0, 2), 1])
  const x = Float64Array.of(1, 2, 3, 4, 5)
  expect([...averagePool2dForward(x, shape)]).toEqual([1.5, 3, 4.5])
  expect([...maxPool2dForward(x, shape)]).toEqual([2, 4, 5])
})
