import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layerForward } from '../../../src-engine/reference/layers.ts'
import {
  AveragePool2dLayer,
  GlobalAveragePool2dLayer,
  GlobalMaxPool2dLayer,
  MaxPool2dLayer,
} from '../../../src-engine/spec/network.ts'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import { activation, batch, compareLayer, raggedPicture, seed } from '../support/agreement.ts'
import { normals } from '../support/numbers.ts'
import { planSingleLayer } from '../support/single-layer.ts'

const window = fc.record({
  poolSize: fc.integer({ min: 1, max: 4 }),
  strides: fc.integer({ min: 1, max: 5 }),
  padding: fc.constantFrom('same', 'valid'),
})

/** Windows of 2×2 over even sides, mostly with whole vectors of channels. */
const pairs = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom(4, 8, 12, 20, 1, 6))
  .map(([h, w, c]): [number, number, number] => [2 * h, 2 * w, c])

describe.each([
  ['maxPool2d', MaxPool2dLayer],
  ['averagePool2d', AveragePool2dLayer],
] as const)('%s', (type, schema) => {
  it('agrees with the reference over pairs of lines and columns', () => {
    fc.assert(
      fc.property(pairs, batch, activation, fc.boolean(), seed, (shape, [batchSize, count], below, ties, from) => {
        const x = (length: number) => normals(from, length).map((value) => (ties ? Math.round(value) : value))
        compareLayer({ spec: schema.parse({ type }), shape, batchSize, count, below, seed: from, x })
      }),
    )
  })

  it('agrees with the reference over random shapes, overlapping windows and ties', () => {
    fc.assert(
      fc.property(
        raggedPicture(1000),
        window,
        batch,
        activation,
        fc.boolean(),
        seed,
        (shape, own, [batchSize, count], below, ties, from) => {
          fc.pre(own.padding === 'same' || own.poolSize <= Math.min(shape[0], shape[1]))
          const x = (length: number) => normals(from, length).map((value) => (ties ? Math.round(value) : value))
          const spec = schema.parse({ type, ...own })
          compareLayer({ spec, shape, batchSize, count, below, seed: from, x })
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('maxPool2d', () => {
  it('sends nothing down where relu is off', () => {
    const layer = planSingleLayer(MaxPool2dLayer.parse({ type: 'maxPool2d' }), [2, 4, 1], 1, 'relu')
    const x = Float64Array.of(0, 0, 1, 3, 0, 0, 2, 0)
    const { a, inputDelta } = layer.run({
      count: 1,
      x,
      parameters: new Float64Array(0),
      outputDelta: Float64Array.of(5, 7),
    })
    expect([...a]).toEqual([0, 3])
    expect([...inputDelta]).toEqual([0, 0, 0, 7, 0, 0, 0, 0])
  })
})

describe('globalAveragePool2d', () => {
  it('agrees with the reference over random shapes', () => {
    const spec = GlobalAveragePool2dLayer.parse({ type: 'globalAveragePool2d' })
    fc.assert(
      fc.property(raggedPicture(20_000), batch, activation, seed, (shape, [batchSize, count], below, from) => {
        compareLayer({ spec, shape, batchSize, count, below, seed: from })
      }),
    )
  })
})

describe('globalMaxPool2d', () => {
  const spec = GlobalMaxPool2dLayer.parse({ type: 'globalMaxPool2d' })

  it('agrees with the reference over random shapes and ties', () => {
    fc.assert(
      fc.property(
        raggedPicture(20_000),
        batch,
        activation,
        fc.boolean(),
        seed,
        (shape, [batchSize, count], below, ties, from) => {
          const x = (length: number) => normals(from, length).map((value) => (ties ? Math.round(value) : value))
          compareLayer({ spec, shape, batchSize, count, below, seed: from, x })
        },
      ),
    )
  })

  it('takes the largest among the numbers, unless the first is none', () => {
    const shape = [1, 3, 2] as const
    const x = Float64Array.of(NaN, 1, 5, NaN, -Infinity, 2)
    const parameters = new Float64Array(0)
    const { a } = planSingleLayer(spec, shape, 1).run({ count: 1, x, parameters, outputDelta: Float64Array.of(0, 0) })
    const info = inferShapes({ input: [...shape], layers: [spec] })[0]!
    expect([...a]).toEqual([NaN, 2])
    expect([...layerForward(info, parameters, x, null).a]).toEqual([NaN, 2])
  })
})
