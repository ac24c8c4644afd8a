import fc from 'fast-check'
import { describe, it } from 'vitest'
import { RecurrentLayer } from '../../../src-engine/spec/network.ts'
import { activation, batch, compareLayer, hiddenActivations, seed } from '../support/agreement.ts'
import { normals } from '../support/numbers.ts'

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
          compareLayer({ spec, shape: [time, features], batchSize, count, below, seed: from, parameters })
        },
      ),
      { numRuns: 150 },
    )
  })
})
