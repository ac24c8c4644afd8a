import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layerBackward, layerForward } from '../../../src-engine/reference/layers.ts'
import { MaxPool2dLayer } from '../../../src-engine/spec/network.ts'
import { expectWithinTerms, normals } from '../support/numbers.ts'
import { planSingleLayer } from '../support/single-layer.ts'

describe('maxPool2d', () => {
  it('agrees with the reference over random shapes, overlapping windows and ties', () => {
    const side = fc.integer({ min: 1, max: 11 })
    const pool = fc.record({ poolSize: fc.integer({ min: 1, max: 4 }), strides: fc.integer({ min: 1, max: 5 }) })
    const channels = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(side, side, channels, pool, fc.boolean(), fc.nat(1e6), (h, w, c, own, ties, seed) => {
        fc.pre(own.poolSize <= Math.min(h, w))
        const layer = planSingleLayer(MaxPool2dLayer.parse({ type: 'maxPool2d', ...own }), [h, w, c], 4)
        const count = 3
        const x = normals(seed, count * layer.inputSize).map((value) => (ties ? Math.round(value) : value))
        const outputDelta = normals(seed + 1, count * layer.outputSize)
        const none = new Float64Array(0)
        const result = layer.run({ count, x, parameters: none, outputDelta })
        const trace = layerForward(layer.info, none, x, null)
        expect(Float64Array.from(result.a)).toEqual(trace.a)
        const { dx } = layerBackward(layer.info, none, trace, outputDelta)
        const terms = layerBackward(layer.info, none, trace, outputDelta.map(Math.abs)).dx
        expectWithinTerms(result.inputDelta, dx, terms)
      }),
      { numRuns: 200 },
    )
  })

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
