import { expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { heapInUse } from '../support/garbage.ts'
import { kernels } from '../support/kernels.ts'
import { mixedNetwork, training } from '../support/networks.ts'

it('a step leaves nothing behind: the heap is flat over 10,000 of them', () => {
  const options = training({ gradientClipping: { type: 'norm' }, augmentation: { noise: 0.1 } })
  const model = createModel(kernels, { network: mixedNetwork, batchSize: 1, threads: 1, training: options })
  model.setWeights(initialWeights(mixedNetwork, 1))
  const heapAfter = (steps: number): number => {
    for (let step = 0; step < steps; step++) model.trainStep(1)
    return heapInUse()
  }
  heapAfter(1000)
  const before = heapAfter(1000)
  // A number kept for every step would be 80,000 bytes.
  expect(heapAfter(10_000) - before).toBeLessThan(40_000)
})
