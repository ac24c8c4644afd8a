import fc from 'fast-check'
import { describe, it } from 'vitest'
import {
  atLastStep,
  lastStep,
  recurrentBackward,
  recurrentForward,
  recurrentParameters,
  recurrentShape,
} from '../../../src-engine/reference/recurrent.ts'
import { gathered, tensorsOf } from '../../../src-engine/reference/tensors.ts'
import { RecurrentLayer } from '../../../src-engine/spec/network.ts'
import type { LayerInfo } from '../../../src-engine/spec/shapes.ts'
import { activation, batch, compareLayer, hiddenActivations, seed, type Terms } from '../support/agreement.ts'
import { absolute, normals } from '../support/numbers.ts'

describe('recurrent', () => {
  it('agrees with the reference over random lengths of time, features and units', () => {
    const size = fc.integer({ min: 1, max: 21 })
    const own = fc.record({
      units: fc.integer({ min: 1, max: 67 }),
      activation: fc.constantFrom(...hiddenActivations),
      useBias: fc.boolean(),
      returnSequences: fc.boolean(),
    })
    fc.assert(
      fc.property(
        size,
        size,
        own,
        batch,
        activation,
        seed,
        (time, features, settings, [batchSize, count], below, from) => {
          const spec = RecurrentLayer.parse({ type: 'recurrent', ...settings })
          // Small weights, so that what an early step did does not grow beyond all bounds.
          const parameters = (length: number) =>
            normals(from + 1, length).map((value) => Math.fround(value / (2 * settings.units)))
          compareLayer({ spec, shape: [time, features], batchSize, count, below, seed: from, parameters, terms })
        },
      ),
      { numRuns: 150 },
    )
  })

  it('agrees where a sigmoid makes much of next to nothing', () => {
    const settings = { units: 2, activation: 'sigmoid' as const, useBias: false, returnSequences: false }
    const spec = RecurrentLayer.parse({ type: 'recurrent', ...settings })
    const parameters = (length: number) => normals(130619, length).map((value) => Math.fround(value / 4))
    compareLayer({
      spec,
      shape: [2, 1],
      batchSize: 1,
      count: 1,
      below: 'linear',
      seed: 130618,
      parameters,
      terms,
    })
  })
})

/** What a step gave out is no larger than its terms and what it is: f(0) need not be small, a sum may nearly cancel. */
function terms(info: LayerInfo, parameters: Float64Array, x: Float64Array, delta: Float64Array): Terms {
  const spec = RecurrentLayer.parse(info.spec)
  const shape = recurrentShape(spec, info.inputShape)
  const h = absolute(recurrentForward(x, recurrentParameters(tensorsOf(info, parameters), spec.units), shape).h)
  const own = recurrentParameters(tensorsOf(info, absolute(parameters)), spec.units)
  const linear = { ...shape, activation: 'linear' as const }
  const { z } = recurrentForward(absolute(x), own, linear)
  const sums = z.map((sum, i) => sum + h[i]!)
  const dh = absolute(spec.returnSequences ? delta : atLastStep(delta, shape))
  const { dx, dw, du, db } = recurrentBackward(absolute(x), own, { z, h: sums }, dh, linear)
  return {
    a: spec.returnSequences ? sums : lastStep(sums, shape),
    dx,
    parameters: gathered(info, { kernel: dw, recurrentKernel: du, bias: db }),
  }
}
