import { describe, expect, it } from 'vitest'
import type { Diagnostics } from '../../../src-engine/inspect/diagnostics.ts'
import { createDiagnostics } from '../../../src-engine/inspect/diagnostics.ts'
import { norm } from '../../../src-engine/inspect/norms.ts'
import { deadShare } from '../../../src-engine/inspect/units.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import { forward, gradient } from '../../../src-engine/reference/network.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { sizeOf } from '../../../src-engine/spec/shapes.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { arraySource } from '../../../src-engine/train/source.ts'
import { createTrainer } from '../../../src-engine/train/trainer.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'

const COUNT = 43
const softmax = { type: 'dense', units: 3, activation: 'softmax' } as const

function examples(spec: NetworkSpec) {
  const labels = Array.from({ length: COUNT }, (_, i) => i % 3)
  return arraySource(Float32Array.from(normals(1, COUNT * sizeOf(spec.input))), labels, spec.input)
}

interface Case {
  readonly spec: NetworkSpec
  readonly settings: TrainingSpec
  readonly tableRows?: number
}

function trainerOf({ spec, settings, tableRows = 0 }: Case) {
  const model = createModel(kernels, { network: spec, batchSize: 8, threads: 1, training: settings, tableRows })
  const train = examples(spec)
  const trainer = createTrainer({ model, network: spec, training: settings, train, validation: train })
  trainer.initialize()
  return { model, trainer }
}

const cases: Record<string, Case> = {
  'dropout, batchNorm, a residual block, changed pictures': {
    spec: network({
      input: [8, 8, 3],
      layers: [
        { type: 'conv2d', filters: 16, kernelSize: 3, padding: 'same' },
        { type: 'batchNorm' },
        { type: 'activation', activation: 'relu' },
        { type: 'maxPool2d' },
        {
          type: 'residual',
          layers: [{ type: 'conv2d', filters: 16, kernelSize: 3, padding: 'same' }, { type: 'batchNorm' }],
        },
        { type: 'flatten' },
        { type: 'dropout', rate: 0.3 },
        { type: 'dense', units: 20, activation: 'relu' },
        softmax,
      ],
    }),
    settings: training({ batchSize: 8, augmentation: { flip: 'horizontal', noise: 0.1 }, labelSmoothing: 0.1 }),
  },
  'a table, a published Nesterov step and clipping': {
    spec: network({ input: [20], layers: [{ type: 'dense', units: 30, activation: 'tanh' }, softmax] }),
    settings: training({
      ...{ batchSize: 8, gradientClipping: { type: 'norm', limit: 0.1 }, regularization: { l1: 0.01 } },
      optimizer: { type: 'sgd', momentum: 0.9, nesterov: true, variant: 'paper' },
    }),
    tableRows: COUNT,
  },
  'weights that move early': {
    spec: network({ input: [70], layers: [{ type: 'dense', units: 50, activation: 'relu' }, softmax] }),
    settings: training({ batchSize: 8, regularization: { weightDecay: 0.1 } }),
  },
  'four examples in a vector': {
    spec: network({ input: [2], layers: [{ type: 'dense', units: 4, activation: 'sigmoid' }, softmax] }),
    settings: training({ batchSize: 8 }),
    tableRows: COUNT,
  },
}

describe.each(Object.entries(cases))('training %s', (_, each) => {
  it('has the same bits whether it is looked at or not', () => {
    const run = (diagnose: boolean) => {
      const { model, trainer } = trainerOf(each)
      let asked = 0
      const stepWatch = {
        isDue: () => diagnose && asked++ % 2 === 0,
        look: (_step: number, _steps: number, count: number) =>
          model.observation.gradientAt(Uint32Array.of(0, 1), count),
      }
      const results = Array.from({ length: 4 }, (_, i) =>
        trainer.runEpoch({ diagnose: diagnose && i !== 1, stepWatch }),
      )
      const seen = results.map((result) => result !== 'stopped' && result.diagnostics !== null)
      return { seen, losses: results.map((r) => r !== 'stopped' && [r.train, r.validation]), state: trainer.state() }
    }
    const { seen, ...watched } = run(true)
    const { seen: never, ...plain } = run(false)
    expect(watched).toEqual(plain)
    expect([seen, never]).toEqual([
      [true, false, true, true],
      [false, false, false, false],
    ])
  })
})

/** One epoch with one step over all examples. */
function oneStep(spec: NetworkSpec, settings: TrainingSpec, weights: Float32Array): Diagnostics {
  const model = createModel(kernels, { network: spec, batchSize: COUNT, threads: 1, training: settings })
  const train = examples(spec)
  const trainer = createTrainer({ model, network: spec, training: settings, train, validation: null })
  trainer.initialize()
  model.setWeights(weights)
  const result = trainer.runEpoch({ diagnose: true })
  if (result === 'stopped' || !result.diagnostics) throw new Error('not diagnosed')
  return result.diagnostics
}

describe('what is measured', () => {
  const spec = network({
    input: [6],
    layers: [
      { type: 'dense', units: 20, activation: 'relu' },
      { type: 'batchNorm' },
      { type: 'dense', units: 10, activation: 'tanh' },
      softmax,
    ],
  })
  const settings = training({
    batching: 'full',
    optimizer: { type: 'sgd', learningRate: 0.5 },
    regularization: { l2: 0 },
  })
  // So large that some units are dead and some saturated.
  const weights = initialWeights(spec, 3).map((value, i) => (i < 120 ? 5 * value : i < 140 ? -4 * (i % 3) : value))
  const { layers } = oneStep(spec, settings, weights)
  const x = normals(1, COUNT * 6)
  const labels = Array.from({ length: COUNT }, (_, i) => i % 3)
  const reference = gradient(spec, settings.loss, Float64Array.from(weights), { x, labels })
  const trained = [
    [0, 140],
    [140, 180],
    [220, 430],
    [430, 463],
  ] as const

  it('agrees with the reference', () => {
    expect(layers.map(({ layer, type }) => [layer, type])).toEqual([
      [0, 'dense'],
      [1, 'batchNorm'],
      [2, 'dense'],
      [3, 'dense'],
    ])
    for (const [i, [from, to]] of trained.entries()) {
      const { weightNorm, gradientNorm, updateRatio, weights: spread } = layers[i]!
      const w = norm(weights.subarray(from, to))
      const g = norm(reference.gradient.subarray(from, to))
      expect(weightNorm).toBeCloseTo(w, 5)
      expect(gradientNorm).toBeCloseTo(g, 5)
      // Plain descent moves by η times the gradient.
      expect(updateRatio).toBeCloseTo((0.5 * g) / w, 5)
      expect(spread!.counts.reduce((sum, count) => sum + count)).toBe(to - from)
      const { edges, counts } = layers[i]!.gradients!
      const own = reference.gradient.subarray(from, to)
      expect(edges[0]).toBeCloseTo(Math.min(...own), 5)
      expect(edges.at(-1)).toBeCloseTo(Math.max(...own), 5)
      expect(counts.reduce((sum, count) => sum + count)).toBe(to - from)
    }
    const { a } = reference.traces[0]!
    expect(layers[0]!.dead).toBe(deadShare(a, 20))
    expect(layers[0]!.dead).toBeGreaterThan(0)
    expect(layers[0]!.dead).toBeLessThan(1)
    const saturated = reference.traces[2]!.a.filter((value) => Math.abs(value) > 0.98).length
    expect(layers[2]!.saturated).toBe(saturated / (10 * COUNT))
    expect(layers[2]!.saturated).toBeGreaterThan(0)
    expect(layers.map(({ dead, saturated: ends }) => [dead === null, ends === null])).toEqual([
      [false, true],
      [true, true],
      [true, false],
      [true, true],
    ])
    const { edges, counts } = layers[2]!.activations!
    expect(counts.reduce((sum, count) => sum + count)).toBe(10 * COUNT)
    expect(edges[0]).toBeCloseTo(Math.min(...reference.traces[2]!.a), 5)
  })

  it('survives JSON where weights are not finite any more', () => {
    const broken = weights.with(130, Infinity).with(5, NaN)
    const model = createModel(kernels, { network: spec, batchSize: COUNT, threads: 1, training: settings })
    const probe = createDiagnostics(model, spec)
    model.setWeights(broken)
    probe.begin()
    probe.before()
    model.observedStep(COUNT)
    const diagnostics = probe.measure(COUNT)
    expect(diagnostics.layers[0]).toMatchObject({ weightNorm: null, gradientNorm: null, updateRatio: null })
    expect(diagnostics.layers[0]!.weights!.nonFinite).toBe(2)
    expect(JSON.parse(JSON.stringify(diagnostics))).toEqual(diagnostics)
  })

  it('estimates the norms of large layers to some per cent', () => {
    const large = network({ input: [500], layers: [{ type: 'dense', units: 200, activation: 'relu' }, softmax] })
    const first = initialWeights(large, 9)
    const [layer] = oneStep(large, settings, first).layers
    const { gradient: g } = gradient(large, settings.loss, Float64Array.from(first), {
      x: normals(1, COUNT * 500),
      labels,
    })
    const expected = [norm(first.subarray(0, 100_200)), norm(g.subarray(0, 100_200))]
    expect(Math.abs(layer!.weightNorm! / expected[0]! - 1)).toBeLessThan(0.03)
    expect(Math.abs(layer!.gradientNorm! / expected[1]! - 1)).toBeLessThan(0.03)
  })
})

it('calls no unit dead that an earlier batch of the epoch has switched on', () => {
  // The first unit answers to the first example alone, the second to none.
  const spec = network({ input: [1], layers: [{ type: 'dense', units: 2, activation: 'relu' }, softmax] })
  const settings = training({ batchSize: 8, shuffle: 'never', optimizer: { type: 'sgd', learningRate: 1e-30 } })
  const inputs = Float32Array.from({ length: COUNT }, (_, i) => (i === 0 ? 1 : -1))
  const train = arraySource(inputs, Array<number>(COUNT).fill(0), [1])
  const model = createModel(kernels, { network: spec, batchSize: 8, threads: 1, training: settings })
  const trainer = createTrainer({ model, network: spec, training: settings, train, validation: null })
  trainer.initialize()
  model.setWeights(Float32Array.of(1, 0, 0, -1, 1, 0, 0, 1, 0, 0, 0, 0, 0))
  const result = trainer.runEpoch({ diagnose: true })
  expect(result !== 'stopped' && result.diagnostics!.layers[0]!.dead).toBe(0.5)
  expect(forward(spec, Float64Array.from(model.weights()), Float64Array.of(-1))[0]!.a).toEqual(Float64Array.of(0, 0))
})

it('has nothing to say of an epoch whose last full batch was done before', () => {
  const { trainer } = trainerOf(cases['four examples in a vector']!)
  let asked = 0
  trainer.runEpoch({ shouldStop: () => asked++ === 5 })
  const rest = trainer.runEpoch({ diagnose: true })
  expect(rest !== 'stopped' && [rest.steps, rest.diagnostics]).toEqual([6, null])
})
