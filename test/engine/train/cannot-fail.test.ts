import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { evaluateSource } from '../../../src-engine/train/evaluate.ts'
import { createRng } from '../../../src-engine/train/rng.ts'
import { arraySource, type ExampleSource } from '../../../src-engine/train/source.ts'
import { createTrainer } from '../../../src-engine/train/trainer.ts'
import { kernels } from '../support/kernels.ts'
import { training } from '../support/networks.ts'

const seeds = Array.from({ length: 100 }, (_, i) => i)

/** Accuracy on fresh examples after training with this seed. */
function learn(preset: string, shape: number[], settings: TrainingSpec, draw: (seed: number) => ExampleSource): number {
  const network = presetNetwork(preset, shape, 2)
  const model = createModel(kernels, { network, batchSize: settings.batchSize, threads: 1, training: settings })
  const trainer = createTrainer({ model, network, training: settings, train: draw(settings.seed), validation: null })
  trainer.initialize()
  for (let epoch = 0; epoch < settings.epochs; epoch++) trainer.runEpoch()
  return evaluateSource(model, draw(settings.seed + 1_000_000)).accuracy
}

/** A bright disc or a bright frame of any size and place on a noisy background, 16×16 RGB. */
function pictures(seed: number): ExampleSource {
  const rng = createRng(seed, 'augmentation')
  const side = 16
  const count = 120
  const inputs = new Float32Array(count * side * side * 3)
  for (let example = 0; example < count; example++) {
    const radius = 3 + 2 * rng.uniform()
    const [cx, cy] = [5 + 6 * rng.uniform(), 5 + 6 * rng.uniform()]
    const colour = [0.5 + 0.5 * rng.uniform(), 0.5 + 0.5 * rng.uniform(), 0.5 + 0.5 * rng.uniform()]
    for (let i = 0; i < side * side; i++) {
      const [dx, dy] = [(i % side) - cx, Math.floor(i / side) - cy]
      const inside =
        example % 2 === 0 ? Math.hypot(dx, dy) < radius : Math.abs(Math.max(Math.abs(dx), Math.abs(dy)) - radius) < 0.8
      for (let c = 0; c < 3; c++)
        inputs[(example * side * side + i) * 3 + c] = (inside ? colour[c]! : 0.2) + 0.1 * (rng.uniform() - 0.5)
    }
  }
  return arraySource(
    inputs,
    Array.from({ length: count }, (_, i) => i % 2),
    [side, side, 3],
  )
}

/** Four noisy clusters at (±1, ±1), equal signs against different ones. */
function clusters(seed: number): ExampleSource {
  const rng = createRng(seed, 'augmentation')
  const count = 200
  const inputs = new Float32Array(2 * count)
  const labels = Array.from({ length: count }, (_, i) => {
    const [a, b] = [i & 1, (i >> 1) & 1]
    inputs[2 * i] = 2 * a - 1 + 0.25 * rng.normal()
    inputs[2 * i + 1] = 2 * b - 1 + 0.25 * rng.normal()
    return a ^ b
  })
  return arraySource(inputs, labels, [2])
}

describe('a first run cannot fail', () => {
  it('cnn-small learns two classes of drawn pictures for 100 of 100 seeds', () => {
    const accuracies = seeds.map((seed) =>
      learn('cnn-small', [16, 16, 3], training({ seed, epochs: 12, batchSize: 20 }), pictures),
    )
    expect(accuracies.filter((accuracy) => accuracy < 0.95)).toEqual([])
  })

  it('mlp-8 learns XOR-like clusters for 100 of 100 seeds', () => {
    const settings = { epochs: 60, batchSize: 10, optimizer: { type: 'adam', learningRate: 0.01 } } as const
    const accuracies = seeds.map((seed) => learn('mlp-8', [2], training({ seed, ...settings }), clusters))
    expect(accuracies.filter((accuracy) => accuracy < 0.95)).toEqual([])
  })
})
