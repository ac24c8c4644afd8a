import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { kernels } from '../support/kernels.ts'
import { mixedNetwork, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'
import { startThreads } from '../support/threads.ts'

const batchSize = 16

/** 50 steps, every third with a shorter batch. */
async function trained(threads: number, late = false) {
  const model = createModel(kernels, {
    network: mixedNetwork,
    batchSize,
    threads,
    training: training({ regularization: { l2: 1e-3 } }),
  })
  model.setWeights(initialWeights(mixedNetwork, 5))
  model.setDropoutSeed(99)
  let stop = late ? null : await startThreads(model)
  const losses: number[] = []
  for (let step = 0; step < 50; step++) {
    if (late && step === 20) stop = await startThreads(model)
    model.inputs().set(normals(step, batchSize * model.inputSize))
    model.labels().set(Array.from({ length: batchSize }, (_, i) => (i + step) % 3))
    losses.push(model.trainStep(step % 3 === 2 ? 11 : batchSize).loss)
  }
  const predicted = model.predict(batchSize).slice()
  const result = { losses, weights: model.weights(), state: model.optimizerState(), predicted }
  await stop?.()
  return result
}

describe('threads', () => {
  const alone = trained(1)

  it.each([2, 3, 8])('%i of them give the bits of one', async (threads) => {
    expect(await trained(threads)).toEqual(await alone)
  })

  it('may join in the middle', async () => {
    expect(await trained(3, true)).toEqual(await alone)
  })

  it('do train', async () => {
    const { losses, weights } = await alone
    expect(losses).not.toContain(NaN)
    expect(weights).not.toEqual(initialWeights(mixedNetwork, 5))
  })
})
