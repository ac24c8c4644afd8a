import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { layerNetworks } from '../support/all-layers.ts'
import { kernels } from '../support/kernels.ts'
import { mixedNetwork, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'
import { startThreads } from '../support/threads.ts'

const batchSize = 16

/** 50 steps, every third with a shorter batch. */
async function trained(spec: NetworkSpec, threads: number, late = false) {
  const model = createModel(kernels, {
    network: spec,
    batchSize,
    threads,
    training: training({ regularization: { l2: 1e-3 } }),
  })
  model.setWeights(initialWeights(spec, 5))
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

const networks: [name: string, spec: NetworkSpec][] = [
  ['mixed', mixedNetwork],
  ...layerNetworks.map(([name, spec]): [string, NetworkSpec] => [name, spec]),
]

describe.each(networks)('threads: %s', (_, spec) => {
  it('2, 3 and 8 of them give the bits of one, and do train', async () => {
    const alone = await trained(spec, 1)
    for (const threads of [2, 3, 8]) expect(await trained(spec, threads)).toEqual(alone)
    expect(alone.losses).not.toContain(NaN)
    expect(alone.weights).not.toEqual(initialWeights(spec, 5))
  })
})

it('threads may join in the middle', async () => {
  expect(await trained(mixedNetwork, 3, true)).toEqual(await trained(mixedNetwork, 1))
})
