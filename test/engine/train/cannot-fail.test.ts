import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { BUILT_IN_TABLES, builtInTable } from '../../../src-engine/data/tables/built-in.ts'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import { defaultPreset, presetNetwork } from '../../../src-engine/spec/presets.ts'
import type { Shape } from '../../../src-engine/spec/shapes.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { largestBatch } from '../../../src-engine/train/batches.ts'
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

/** A disc or a square of any colour, size and place on a bright background: almost every input is near 1. */
function brightPictures(seed: number, count: number, [height = 0, width = 0, channels = 0]: Shape): ExampleSource {
  const rng = createRng(seed, 'augmentation')
  const inputs = new Float32Array(count * height * width * channels)
  for (let example = 0; example < count; example++) {
    const radius = width * (0.12 + 0.1 * rng.uniform())
    const [cx, cy] = [width * (0.3 + 0.4 * rng.uniform()), height * (0.3 + 0.4 * rng.uniform())]
    const background = 0.8 + 0.2 * rng.uniform()
    const colour = [0.7 * rng.uniform(), 0.7 * rng.uniform(), 0.7 * rng.uniform()]
    for (let i = 0; i < height * width; i++) {
      const [dx, dy] = [(i % width) - cx, Math.floor(i / width) - cy]
      const inside = example % 2 === 0 ? Math.hypot(dx, dy) < radius : Math.max(Math.abs(dx), Math.abs(dy)) < radius
      for (let c = 0; c < channels; c++)
        inputs[(example * height * width + i) * channels + c] = inside ? colour[c]! : background
    }
  }
  return arraySource(
    inputs,
    Array.from({ length: count }, (_, i) => i % 2),
    [height, width, channels],
  )
}

/** Accuracy on its own 24 bright pictures after the preset's recipe, as a first run on twenty of each class has it. */
function memorise(preset: string, seed: number): number {
  const given = { training: { seed } }
  const config = presetConfig({ source: 'drawn', classes: 2, preset, trainCount: 24, given })
  const { network, training: settings, data } = config
  const pictures = brightPictures(seed, 24, network.input)
  const centred = data.prepare?.scale === '-1..1'
  const train: ExampleSource = {
    ...pictures,
    readInputs(indices, count, into) {
      pictures.readInputs(indices, count, into)
      if (centred) for (let i = 0; i < into.length; i++) into[i] = 2 * into[i]! - 1
    },
  }
  const model = createModel(kernels, { network, batchSize: settings.batchSize, threads: 1, training: settings })
  const trainer = createTrainer({ model, network, training: settings, train, validation: null })
  trainer.initialize()
  for (let epoch = 0; epoch < settings.epochs; epoch++) trainer.runEpoch()
  return evaluateSource(model, train).accuracy
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

/** Accuracy on test rows, or all where there are none, after what a built-in table gets by default. */
function learnTable(name: string, seed: number, preset?: string): number {
  const { columns, inputs, labels } = builtInTable(name)!.table()
  const half = labels.length > 8 ? labels.length / 2 : labels.length
  const rows = (from: number, to: number): ExampleSource =>
    arraySource(inputs.slice(from * columns.length, to * columns.length), labels.slice(from, to), [columns.length])
  const given = { training: { seed } }
  const { network, training: settings } = presetConfig({
    ...{ source: name, columns: columns.length, classes: 2, trainCount: half, given },
    preset: preset ?? defaultPreset([columns.length]),
  })
  const model = createModel(kernels, {
    network,
    batchSize: largestBatch(settings, half),
    threads: 1,
    training: settings,
  })
  const trainer = createTrainer({ model, network, training: settings, train: rows(0, half), validation: null })
  trainer.initialize()
  for (let epoch = 0; epoch < settings.epochs; epoch++) trainer.runEpoch()
  return evaluateSource(model, rows(labels.length - half, labels.length)).accuracy
}

describe('a first run cannot fail', () => {
  it.each(BUILT_IN_TABLES.filter(({ split }) => split[0] === 1))(
    'every seed of a hundred learns $name whole',
    ({ name }) => {
      expect(seeds.filter((seed) => learnTable(name, seed) < 1)).toEqual([])
    },
  )

  it.each([
    ['circles', 0.97],
    ['exclusive-or', 0.95],
    ['gaussians', 0.95],
    ['spirals', 0.85],
    ['moons', 0.97],
  ])('ten seeds learn %s to %f at least', (name, least) => {
    expect(seeds.slice(0, 10).filter((seed) => learnTable(name, seed) < least)).toEqual([])
  })

  it.each(['and', 'or', 'nand', 'not', 'cheese-festival', 'cheese-festival-thirst'])(
    'the perceptron finds the line of %s whatever the seed',
    (name) => {
      expect(seeds.filter((seed) => learnTable(name, seed, 'perceptron') < 1)).toEqual([])
    },
  )

  it('the perceptron never learns XOR, its smallest network for about four seeds in five', () => {
    expect(seeds.filter((seed) => learnTable('xor', seed, 'perceptron') > 0.75)).toEqual([])
    const found = seeds.filter((seed) => learnTable('xor', seed, 'xor') === 1).length
    expect(found).toBeGreaterThan(72)
    expect(found).toBeLessThan(90)
  })

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

  it.each([
    ['cnn-small', 8],
    ['mlp-32', 20],
  ])('%s learns twenty bright pictures of each of two classes by its recipe for every seed', (preset, count) => {
    const accuracies = seeds.slice(0, count).map((seed) => memorise(preset, seed))
    expect(accuracies.filter((accuracy) => accuracy < 0.9)).toEqual([])
  })
})
