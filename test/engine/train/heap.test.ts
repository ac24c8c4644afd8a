import { expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { arraySource } from '../../../src-engine/train/source.ts'
import { createTrainer } from '../../../src-engine/train/trainer.ts'
import { heapInUse } from '../support/garbage.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'

it('training leaves nothing behind: the heap is flat over 10,000 steps of order, pictures, schedule and evaluation', () => {
  const spec = network({
    input: [4, 4, 1],
    layers: [
      { type: 'conv2d', filters: 2, kernelSize: 3, activation: 'relu' },
      { type: 'dropout', rate: 0.2 },
      { type: 'flatten' },
      { type: 'dense', units: 3, activation: 'softmax' },
    ],
  })
  const settings = training({
    ...{ epochs: 1000, batchSize: 2, schedule: { type: 'cosine', warmupSteps: 20 }, classWeights: [1, 2, 0.5] },
    ...{ augmentation: { flip: 'horizontal', shift: 0.2, rotate: 15, scale: 0.1, noise: 0.1, cutout: 0.3 } },
    ...{ changes: [{ epoch: 2, learningRate: 0.002 }], earlyStopping: { patience: 1_000_000 } },
  })
  const labels = Array.from({ length: 100 }, (_, i) => i % 3)
  const source = arraySource(Float32Array.from(normals(1, 100 * 16)), labels, [4, 4, 1])
  const model = createModel(kernels, { network: spec, batchSize: 2, threads: 1, training: settings })
  const trainer = createTrainer({ model, network: spec, training: settings, train: source, validation: source })
  trainer.initialize()
  const heapAfter = (epochs: number): number => {
    for (let epoch = 0; epoch < epochs; epoch++) trainer.runEpoch()
    return heapInUse()
  }
  heapAfter(200)
  const before = heapAfter(200)
  // A number kept for every step would be 80,000 bytes.
  expect(heapAfter(200) - before).toBeLessThan(40_000)
})
