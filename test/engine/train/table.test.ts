import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { arraySource } from '../../../src-engine/train/source.ts'
import { createTrainer } from '../../../src-engine/train/trainer.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'
import { startThreads } from '../support/threads.ts'

const COUNT = 43

/** An odd number of inputs ends inside a vector. */
const spec = network({
  input: [37],
  layers: [
    { type: 'dense', units: 9, activation: 'relu' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})
const source = arraySource(
  Float32Array.from(normals(1, COUNT * 37)),
  Array.from({ length: COUNT }, (_, i) => i % 3),
  [37],
)
const settings = training({ batchSize: 10, epochs: 5 })

/** Three epochs, the last step of each over three examples; validated with the same examples, which are not drawn. */
async function trained(tableRows: number, threads = 1) {
  const options = { network: spec, batchSize: 10, threads, training: settings, tableRows, sharedFrom: 0 }
  const model = createModel(kernels, options)
  const stop = await startThreads(model)
  const trainer = createTrainer({ ...{ model, network: spec, training: settings }, train: source, validation: source })
  trainer.initialize()
  const results = Array.from({ length: 3 }, () => trainer.runEpoch())
  await stop()
  return {
    losses: results.map((each) => each !== 'stopped' && [each.train, each.validation]),
    weights: model.weights(),
  }
}

describe('a table in the memory of its model', () => {
  it('is drawn from as examples are copied, bit by bit, by any number of threads', async () => {
    const copied = await trained(0)
    expect(await trained(COUNT)).toEqual(copied)
    expect(await trained(COUNT, 3)).toEqual(copied)
  })

  it('has as many rows as there are examples', () => {
    const model = createModel(kernels, { network: spec, batchSize: 10, threads: 1, training: settings, tableRows: 42 })
    const options = { model, network: spec, training: settings, train: source, validation: null }
    expect(() => createTrainer(options)).toThrow('The model has a table of 1554 numbers, but the examples have 1591.')
  })

  it('gives no row that it does not have', () => {
    const model = createModel(kernels, { network: spec, batchSize: 2, threads: 1, training: settings, tableRows: 5 })
    model.rows().set([4, 5])
    expect(() => model.trainStep(2)).toThrow('row must be a whole number from 0 to 4, not 5.')
    expect(model.trainStep(1).loss).toBeCloseTo(Math.log(3), 6)
  })
})
