import { describe, expect, it } from 'vitest'
import { checkNetwork } from '../../../src-engine/inspect/check-network.ts'
import { locateNonFinite } from '../../../src-engine/inspect/locate-non-finite.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import { forward, gradient } from '../../../src-engine/reference/network.ts'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import { LossName } from '../../../src-engine/spec/training.ts'
import { evaluateSource } from '../../../src-engine/train/evaluate.ts'
import { rSquared } from '../../../src-engine/train/metrics.ts'
import { arraySource, targetSource } from '../../../src-engine/train/source.ts'
import { createTrainer, NonFiniteLossError } from '../../../src-engine/train/trainer.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'
import { startThreads } from '../support/threads.ts'

const INPUTS = 6
const COUNT = 43
const spec = (outputs: number, hidden = 7) =>
  network({
    input: [INPUTS],
    layers: [
      { type: 'dense', units: hidden, activation: 'tanh' },
      { type: 'dense', units: outputs },
    ],
  })
const x = normals(1, COUNT * INPUTS)
/** Far from 0 and 1, as no label is. */
const y = normals(2, COUNT * 2).map((value) => Math.fround(3 * value - 20))
const source = (outputs: number) =>
  targetSource(Float32Array.from(x), Float32Array.from(y.subarray(0, COUNT * outputs)), [INPUTS], outputs)

const losses = LossName.options.filter((loss) => /Squared|Absolute/.test(loss))

it('every square and absolute loss is among them', () => {
  expect(losses).toHaveLength(8)
})

describe.each(losses)('%s of numbers', (loss) => {
  it.each([1, 2])('agrees with the reference for %d outputs, examples weighted', (outputs) => {
    const count = 5
    const settings = training({ loss, optimizer: { type: 'sgd' } })
    const shape = spec(outputs)
    const weights = normals(
      9,
      inferShapes(shape).reduce((sum, { parameterCount }) => sum + parameterCount, 0),
    )
    const factors = Float64Array.of(1, 0.5, 2, 0, 1.25)
    const targets = y.slice(0, count * outputs)
    const options = { network: shape, batchSize: 6, threads: 1, training: settings, task: 'regression' as const }
    const model = createModel(kernels, options)
    model.setWeights(Float32Array.from(weights))
    model.inputs().set(x.subarray(0, count * INPUTS))
    model.targets()!.set(targets)
    model.exampleWeights().set(factors)
    const batch = { x: x.slice(0, count * INPUTS), labels: Array<number>(count).fill(0), targets, weights: factors }
    const reference = gradient(shape, loss, weights, batch)
    expect(relativeDistance(model.gradient(count), reference.gradient)).toBeLessThan(5e-6)
    const step = model.trainStep(count)
    expect(Math.abs(step.loss - reference.loss)).toBeLessThan(5e-6 * reference.loss)
    // Factors have no part in the errors.
    const errors = reference.traces.at(-1)!.a.map((a, i) => a - targets[i]!)
    expect(step.absoluteSum / errors.reduce((sum, e) => sum + Math.abs(e), 0)).toBeCloseTo(1, 5)
    expect(step.squareSum / errors.reduce((sum, e) => sum + e * e, 0)).toBeCloseTo(1, 5)
    expect(step.correct).toBe(0)
  })
})

describe('the figures of a regression', () => {
  const settings = training({ loss: 'meanSquaredError', batchSize: 10, epochs: 3 })

  it.each([1, 2])('are the mean absolute error and R² over all of a source, for %d outputs', (outputs) => {
    const shape = spec(outputs)
    const model = createModel(kernels, { network: shape, batchSize: 10, threads: 1, task: 'regression' })
    const weights = normals(5, model.weights().length)
    model.setWeights(Float32Array.from(weights))
    const answers = forward(shape, weights, x).at(-1)!.a
    const targets = y.subarray(0, COUNT * outputs)
    const means = Array.from({ length: outputs }, (_, k) => {
      const own = targets.filter((_value, i) => i % outputs === k)
      return own.reduce((sum, value) => sum + value, 0) / COUNT
    })
    const residuals = answers.reduce((sum, a, i) => sum + (a - targets[i]!) ** 2, 0)
    const deviations = targets.reduce((sum, value, i) => sum + (value - means[i % outputs]!) ** 2, 0)
    const absolutes = answers.reduce((sum, a, i) => sum + Math.abs(a - targets[i]!), 0)
    const figures = evaluateSource(model, source(outputs))
    expect(figures.meanAbsoluteError).toBeCloseTo(absolutes / answers.length, 4)
    expect(figures.rSquared! / (1 - residuals / deviations)).toBeCloseTo(1, 5)
    expect(figures.loss / (residuals / answers.length)).toBeCloseTo(1, 5)
    expect(figures.accuracy).toBeNaN()
  })

  it('know targets without a spread: 1 where every answer is right, else 0', () => {
    expect([rSquared(0, 0), rSquared(0.5, 0), rSquared(0, 2), rSquared(2, 2), rSquared(6, 2)]).toEqual([1, 0, 1, 0, -2])
    const model = createModel(kernels, { network: spec(1), batchSize: 4, threads: 1, task: 'regression' })
    const constant = targetSource(Float32Array.from(x.subarray(0, 4 * INPUTS)), new Float32Array(4), [INPUTS])
    expect(evaluateSource(model, constant).rSquared).toBe(1)
  })

  /** Three epochs, the last step of each over three examples. */
  async function trained(tableRows: number, threads = 1) {
    const shape = spec(2)
    const options = { network: shape, batchSize: 10, threads, training: settings, tableRows, sharedFrom: 0 }
    const model = createModel(kernels, { ...options, task: 'regression' })
    const stop = await startThreads(model)
    const both = { train: source(2), validation: source(2) }
    const trainer = createTrainer({ model, network: shape, training: settings, ...both })
    trainer.initialize()
    const results = Array.from({ length: 3 }, () => trainer.runEpoch())
    await stop()
    const figures = results.map((each) => each !== 'stopped' && [each.train, each.validation])
    return { figures, weights: model.weights() }
  }

  it('are the same bits for any number of threads, with and without a table beside the model', async () => {
    const copied = await trained(0)
    expect(await trained(COUNT)).toEqual(copied)
    expect(await trained(0, 3)).toEqual(copied)
    expect(await trained(COUNT, 4)).toEqual(copied)
    expect(copied.weights).not.toContain(NaN)
  })

  // A wide layer is planned otherwise than a narrow one.
  it.each([7, 200])('go on to the same bits from the middle of an epoch (%d units)', (hidden) => {
    const shape = spec(1, hidden)
    const begin = () => {
      const model = createModel(kernels, {
        ...{ network: shape, batchSize: 10, threads: 1, training: settings, task: 'regression' },
      })
      const made = { model, network: shape, training: settings, train: source(1), validation: source(1) }
      return createTrainer(made)
    }
    const whole = begin()
    whole.initialize()
    const expected = [whole.runEpoch(), whole.runEpoch()].map(
      (each) => each !== 'stopped' && [each.train, each.validation],
    )
    const first = begin()
    first.initialize()
    let asked = 0
    expect(first.runEpoch({ shouldStop: () => asked++ === 3 })).toBe('stopped')
    const { weights, optimizer, ...rest } = first.state()
    expect(rest.squareSum).toBeGreaterThan(0)
    const second = begin()
    // As it is stored between.
    second.restore({ weights, optimizer, ...(JSON.parse(JSON.stringify(rest)) as typeof rest) })
    const actual = [second.runEpoch(), second.runEpoch()].map(
      (each) => each !== 'stopped' && [each.train, each.validation],
    )
    expect(actual).toEqual(expected)
    expect(second.state()).toEqual(whole.state())
  })

  it('learn a line that least squares would find', () => {
    const line = (i: number): number => 2 * x[i * INPUTS]! - 3 * x[i * INPUTS + 1]! + 7
    const targets = Float32Array.from({ length: COUNT }, (_, i) => line(i))
    const shape = network({ input: [INPUTS], layers: [{ type: 'dense', units: 1 }] })
    const rule = training({
      ...{ loss: 'meanSquaredError', batchSize: COUNT, epochs: 1, optimizer: { type: 'sgd', learningRate: 0.1 } },
    })
    const model = createModel(kernels, {
      network: shape,
      batchSize: COUNT,
      threads: 1,
      training: rule,
      task: 'regression',
    })
    const train = targetSource(Float32Array.from(x), targets, [INPUTS])
    const trainer = createTrainer({ model, network: shape, training: rule, train, validation: null })
    trainer.initialize()
    for (let epoch = 0; epoch < 300; epoch++) trainer.runEpoch()
    const [a, b, c] = [model.weights()[0], model.weights()[1], model.weights().at(-1)]
    for (const [value, wanted] of [
      [a, 2],
      [b, -3],
      [c, 7],
    ])
      expect(value).toBeCloseTo(wanted!, 3)
    expect(evaluateSource(model, train).rSquared).toBeCloseTo(1, 6)
  })
})

describe('a regression that fails', () => {
  it('is done once more, and found to fail in float32 alone', () => {
    const settings = training({
      loss: 'meanSquaredError',
      batchSize: 8,
      optimizer: { type: 'sgd', learningRate: 1e-3 },
    })
    const targets = Float32Array.from(y.subarray(0, COUNT)).fill(3e38, 20, 21)
    const train = targetSource(Float32Array.from(x), targets, [INPUTS])
    const model = createModel(kernels, {
      ...{ network: spec(1), batchSize: 8, threads: 1, training: settings, task: 'regression' },
    })
    const trainer = createTrainer({ model, network: spec(1), training: settings, train, validation: null })
    trainer.initialize()
    const good = trainer.state()
    let failed: NonFiniteLossError | null = null
    try {
      for (;;) trainer.runEpoch()
    } catch (error) {
      failed = error as NonFiniteLossError
    }
    expect(failed).toBeInstanceOf(NonFiniteLossError)
    // The step before has made weights that no float32 can hold out of that one target.
    trainer.restore(good)
    let begun = 0
    trainer.runEpoch({ shouldStop: () => begun++ === failed!.step - 2 })
    const batch = trainer.loadBatch()
    const found = locateNonFinite(model, spec(1), settings, batch.indices.length)!
    expect(found.float64).toBe('finite')
    expect(batch.indices).toContain(20)
  })
})

describe('the gradient of a regression', () => {
  it.each(['meanSquaredError', 'meanAbsoluteError'] as const)('agrees with central differences (%s)', (loss) => {
    const options = { loss, seed: 3, examples: 6, perTensor: 20, task: 'regression' as const }
    const checks = [...checkNetwork(kernels, spec(2), options).tensors]
    expect(checks).toHaveLength(4)
    for (const { verdict, kernels: inKernels, analytic } of checks) {
      expect([verdict, inKernels?.verdict]).toEqual(['correct', 'correct'])
      expect(Math.abs(analytic)).toBeGreaterThan(0)
    }
  })
})

describe('numbers and classes', () => {
  const settings = training({ loss: 'meanSquaredError', batchSize: 8 })
  const modelOf = (task: 'classification' | 'regression') =>
    createModel(kernels, { network: spec(1), batchSize: 8, threads: 1, training: settings, task })

  it('do not go into a model for the other', () => {
    const labelled = arraySource(Float32Array.from(x), Array<number>(COUNT).fill(1), [INPUTS])
    expect(() => evaluateSource(modelOf('regression'), labelled)).toThrow('The model predicts numbers')
    expect(() => evaluateSource(modelOf('classification'), source(1))).toThrow('The model tells classes apart')
  })

  it('must be finite and as many as the inputs', () => {
    expect(() => targetSource(Float32Array.from(x), Float32Array.of(1, NaN), [INPUTS])).toThrow(RangeError)
    expect(() => targetSource(new Float32Array(2 * INPUTS), Float32Array.of(1, NaN), [INPUTS])).toThrow(
      'The target of example 1 must be a finite number, not NaN.',
    )
    expect(() => targetSource(Float32Array.of(1, 2), Float32Array.of(1), [INPUTS])).toThrow('1 examples of 6 numbers')
  })
})
