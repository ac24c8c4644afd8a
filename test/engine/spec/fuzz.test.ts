import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createModel, estimateMemory } from '../../../src-engine/plan/model.ts'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { flopsPerExample } from '../../../src-engine/spec/flops.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { layerNetworks } from '../support/all-layers.ts'
import { kernels } from '../support/kernels.ts'
import { mutated, mutations } from '../support/mutations.ts'
import { expectComplaints, problemsOf } from '../support/problems.ts'

const training = {
  ...{ epochs: 3, batchSize: 4, batching: 'miniBatch', loss: 'categoricalCrossentropy', labelSmoothing: 0.1 },
  ...{ classWeights: [1, 2, 0.5], optimizer: { type: 'nadam', variant: 'paper', epsilon: 1e-7 } },
  ...{ schedule: { type: 'step', every: 2, warmupSteps: 3 }, changes: [{ epoch: 2, learningRate: 0.1 }] },
  ...{ regularization: { l1: 0.1, l2: 0.1, weightDecay: 0.1 }, gradientClipping: { type: 'norm', limit: 1 } },
  ...{ earlyStopping: { monitor: 'loss', patience: 2 }, timeBudget: 60 },
}
const presets = ['cnn-small', 'cnn-medium', 'resnet-small', 'mlp-32', 'logistic']
const networks = [...layerNetworks.map(([, spec]) => spec), ...presets.map((name) => presetNetwork(name, [8, 8, 3], 3))]
const valid = networks.map((network) => ({ data: { source: 'a', split: [0.6, 0.2, 0.2] }, network, training }))

it('what is changed here is valid before', () => {
  for (const config of valid) expect(problemsOf(config)).toEqual([])
})

it('a changed config is trained with, or refused with paths that exist', () => {
  let trained = 0
  let refused = 0
  fc.assert(
    fc.property(fc.constantFrom(...valid), mutations, (config, changes) => {
      const changed = mutated(config, changes)
      const problems = problemsOf(changed)
      if (problems.length > 0) {
        expectComplaints(problems, changed)
        refused += 1
        return
      }
      tryOut(RunConfig.parse(changed))
      trained += 1
    }),
    { numRuns: 2000 },
  )
  // Both happen often.
  expect(trained).toBeGreaterThan(200)
  expect(refused).toBeGreaterThan(200)
})

/** Plans a network, and does a step with it unless it is large. */
function tryOut({ network, training: settings }: RunConfig): void {
  const options = { network, batchSize: 2, threads: 1, training: settings }
  const bytes = estimateMemory(options)
  expect(bytes).toBeGreaterThan(0)
  if (bytes > 2 ** 24 || flopsPerExample(network) > 1e7) return
  const model = createModel(kernels, options)
  const before = initialWeights(network, settings.seed)
  model.setWeights(before)
  model.inputs().fill(0.5)
  model.labels().set([0, 1])
  const { correct } = model.trainStep(2)
  expect(correct).toBeGreaterThanOrEqual(0)
  expect(correct).toBeLessThanOrEqual(2)
  expect(model.weights()).toHaveLength(before.length)
}
