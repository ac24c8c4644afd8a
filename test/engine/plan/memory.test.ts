import { describe, expect, it } from 'vitest'
import { createModel, estimateMemory, type PlanOptions } from '../../../src-engine/plan/model.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import type { OptimizerSpec } from '../../../src-engine/spec/training.ts'
import { builds } from '../support/kernels.ts'
import { mixedNetwork, training } from '../support/networks.ts'

const optimizers: readonly [moments: number, optimizer: Partial<OptimizerSpec> & Pick<OptimizerSpec, 'type'>][] = [
  [0, { type: 'sgd' }],
  [1, { type: 'sgd', momentum: 0.9 }],
  [1, { type: 'rmsprop' }],
  [2, { type: 'adam' }],
]
const networks = [
  ['mixed', mixedNetwork],
  ['mlp-book', presetNetwork('mlp-book', [784], 10)],
  ['cnn-small', presetNetwork('cnn-small', [32, 32, 3], 10)],
  ['resnet-small', presetNetwork('resnet-small', [32, 32, 3], 10)],
] as const

describe.each(networks)('memory of %s', (_, network) => {
  const weightBytes = 4 * createModel(builds[0]![1], { network, batchSize: 1, threads: 1 }).weights().length
  const base = { network, batchSize: 16, threads: 2 }
  const trained = (optimizer: (typeof optimizers)[number][1]): PlanOptions => ({
    ...base,
    training: training({ optimizer: optimizer as OptimizerSpec }),
  })

  it.each(optimizers)('is what is allocated, with %i moments of %j', (moments, optimizer) => {
    const options = trained(optimizer)
    const estimate = estimateMemory(options)
    expect(createModel(builds[0]![1], options).memory.buffer.byteLength).toBe(estimate)
    // Beside rounding to pages, an optimiser takes as many numbers per weight as it remembers.
    const more = estimate - estimateMemory(trained({ type: 'sgd' }))
    expect(Math.abs(more - moments * weightBytes)).toBeLessThan(2 * 65_536)
  })

  it('is what is allocated to predict', () => {
    expect(createModel(builds[0]![1], base).memory.buffer.byteLength).toBe(estimateMemory(base))
  })
})
