import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { evaluateSource } from '../../../src-engine/train/evaluate.ts'
import { arraySource, type ExampleSource } from '../../../src-engine/train/source.ts'
import { createTrainer, NonFiniteLossError, type EpochResult, type Trainer } from '../../../src-engine/train/trainer.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'

const spec = network({
  input: [6, 6, 1],
  layers: [
    { type: 'conv2d', filters: 4, kernelSize: 3, activation: 'relu' },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.4 },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})
const settings = training({
  batchSize: 8,
  seed: 21,
  augmentation: { flip: 'horizontal', shift: 0.2 },
  optimizer: { type: 'adam', learningRate: 0.01 },
  // Longer than two epochs, so that runs are stopped and continued inside it.
  schedule: { type: 'constant', warmupSteps: 15 },
})
const labels = Array.from({ length: 43 }, (_, i) => i % 3)
const source = arraySource(Float32Array.from(normals(1, 43 * 36)), labels, [6, 6, 1])

function make(train: ExampleSource = source, validation: ExampleSource | null = source): Trainer {
  const model = createModel(kernels, { network: spec, batchSize: 8, threads: 1, training: settings })
  return createTrainer({ model, network: spec, training: settings, train, validation })
}

function epochs(trainer: Trainer, count: number): EpochResult[] {
  return Array.from({ length: count }, () => {
    const result = trainer.runEpoch()
    if (result === 'stopped') throw new Error('stopped')
    return { ...result, seconds: 0 }
  })
}

describe('createTrainer', () => {
  it('counts epochs, steps and examples, and shows running means', () => {
    const trainer = make()
    trainer.initialize()
    const losses: number[] = []
    const result = trainer.runEpoch({
      onStep: (step, steps, loss) => {
        expect([step, steps]).toEqual([losses.length + 1, 6])
        losses.push(loss)
      },
    }) as EpochResult
    expect(result).toMatchObject({ epoch: 1, steps: 6, train: { count: 43 }, validation: { count: 43 } })
    const mean = losses.reduce((sum, loss, i) => sum + loss * (i < 5 ? 8 : 3), 0) / 43
    expect(result.train.loss).toBeCloseTo(mean, 12)
    expect(Number.isInteger(Math.round(result.train.accuracy * 43 * 1e9) / 1e9)).toBe(true)
    expect(epochs(trainer, 1)[0]!.epoch).toBe(2)
  })

  it('gives the same bits again, and others for another seed', () => {
    const run = () => {
      const trainer = make()
      trainer.initialize()
      return [epochs(trainer, 3), trainer.state()]
    }
    expect(run()).toEqual(run())
    const model = createModel(kernels, { network: spec, batchSize: 8, threads: 1, training: settings })
    const other = createTrainer({
      model,
      network: spec,
      training: { ...settings, seed: 22 },
      train: source,
      validation: null,
    })
    other.initialize()
    expect(epochs(other, 1)[0]!.train.loss).not.toBe((run()[0] as EpochResult[])[0]!.train.loss)
  })

  it('learns anew after initialize', () => {
    const trainer = make()
    trainer.initialize()
    const first = epochs(trainer, 2)
    trainer.initialize()
    expect(epochs(trainer, 2)).toEqual(first)
  })

  it.each([0, 1, 4])('stopped after %i steps, saved and restored, continues to the same bits', (after) => {
    const whole = make()
    whole.initialize()
    const expected = epochs(whole, 4)

    const first = make()
    first.initialize()
    const before = epochs(first, 2)
    let asked = 0
    expect(first.runEpoch({ shouldStop: () => asked++ === after })).toBe('stopped')
    const state = structuredClone(first.state())
    expect(state).toMatchObject({ epoch: 2, step: after })
    const second = make()
    second.restore(state)
    expect([...before, ...epochs(second, 2)]).toEqual(expected)
    expect(second.state()).toEqual(whole.state())
  })

  it('visits every example once an epoch, in another order each time unless told not to', () => {
    const visits = (shuffle: 'everyEpoch' | 'never'): number[][] => {
      const seen: number[] = []
      const watched = {
        ...source,
        readInputs: (indices: Uint32Array, count: number, into: Float32Array) => {
          seen.push(...indices.subarray(0, count))
          source.readInputs(indices, count, into)
        },
      }
      const model = createModel(kernels, { network: spec, batchSize: 8, threads: 1, training: settings })
      const trainer = createTrainer({
        model,
        network: spec,
        training: { ...settings, shuffle },
        train: watched,
        validation: null,
      })
      trainer.initialize()
      epochs(trainer, 2)
      return [seen.slice(0, 43), seen.slice(43)]
    }
    const inOrder = Array.from({ length: 43 }, (_, i) => i)
    const [first, second] = visits('everyEpoch')
    expect(first).not.toEqual(second)
    expect(first).not.toEqual(inOrder)
    expect(first!.toSorted((a, b) => a - b)).toEqual(inOrder)
    expect(second!.toSorted((a, b) => a - b)).toEqual(inOrder)
    expect(visits('never')).toEqual([inOrder, inOrder])
  })

  it('names the step at which the loss stops being finite', () => {
    const inputs = Float32Array.from(normals(1, 43 * 36))
    const source = arraySource(inputs, labels, [6, 6, 1])
    inputs[20 * 36] = NaN
    const trainer = make(source, null)
    trainer.initialize()
    let error: unknown
    try {
      trainer.runEpoch()
    } catch (caught) {
      error = caught
    }
    expect(error).toBeInstanceOf(NonFiniteLossError)
    const { epoch, step } = error as NonFiniteLossError
    expect(epoch).toBe(1)
    expect(step).toBeGreaterThanOrEqual(1)
    expect(step).toBeLessThanOrEqual(6)
  })

  it('learns the same when the batch is larger than the data', () => {
    const run = (own: typeof spec, batchSize: number): [EpochResult[], unknown] => {
      const ownSettings = { ...settings, batchSize }
      const model = createModel(kernels, { network: own, batchSize, threads: 1, training: ownSettings })
      const trainer = createTrainer({ model, network: own, training: ownSettings, train: source, validation: source })
      trainer.initialize()
      return [epochs(trainer, 3), trainer.state()]
    }
    const dense = network({ input: [6, 6, 1], layers: spec.layers.slice(1) })
    const fitted = run(dense, 43)
    expect(fitted[0].map(({ steps }) => steps)).toEqual([1, 1, 1])
    for (const batchSize of [44, 1000]) expect(run(dense, batchSize)).toEqual(fitted)
    expect(run(dense, 42)).not.toEqual(fitted)

    // A convolution adds its gradient up in parts that depend on the planned batch: equal but for rounding.
    const losses = (batchSize: number): number[] => run(spec, batchSize)[0].map(({ train }) => train.loss)
    const expected = losses(43)
    for (const batchSize of [44, 1000])
      losses(batchSize).forEach((loss, i) => expect(Math.abs(loss / expected[i]! - 1)).toBeLessThan(1e-5))
    expect(Math.abs(losses(42)[2]! / expected[2]! - 1)).toBeGreaterThan(1e-3)
  })

  it('begins with small steps while the learning rate warms up', () => {
    const lengthOfStep = (warmupSteps: number, number: number): number => {
      const ownSettings = training({
        batchSize: 43,
        optimizer: { type: 'adam', learningRate: 0.01, beta1: 0, beta2: 0, epsilon: 1e-30 },
        schedule: { type: 'constant', warmupSteps },
      })
      const model = createModel(kernels, { network: spec, batchSize: 43, threads: 1, training: ownSettings })
      const own = { model, network: spec, training: ownSettings, train: source, validation: null }
      const trainer = createTrainer(own)
      trainer.initialize()
      epochs(trainer, number - 1)
      const before = model.weights()
      epochs(trainer, 1)
      // Without moments, Adam moves every weight that has a gradient by exactly the learning rate.
      return model.weights().reduce((most, value, i) => Math.max(most, Math.abs(value - before[i]!)), 0)
    }
    expect(lengthOfStep(0, 1)).toBeCloseTo(0.01, 6)
    expect(lengthOfStep(4, 1)).toBeCloseTo(0.0025, 6)
    expect(lengthOfStep(4, 3)).toBeCloseTo(0.0075, 6)
    expect(lengthOfStep(4, 4)).toBeCloseTo(0.01, 6)
    expect(lengthOfStep(4, 5)).toBeCloseTo(0.01, 6)
  })

  it('measures an epoch with the clock it is given, and with one that has fractions of milliseconds', () => {
    const model = createModel(kernels, { network: spec, batchSize: 8, threads: 1, training: settings })
    const times = [100, 350.5]
    const options = { model, network: spec, training: settings, train: source, validation: null }
    const trainer = createTrainer({ ...options, now: () => times.shift()! })
    trainer.initialize()
    expect(trainer.runEpoch()).toMatchObject({ seconds: 0.2505 })
    const usual = createTrainer(options)
    usual.initialize()
    const { seconds } = usual.runEpoch() as EpochResult
    expect(seconds).toBeGreaterThan(0)
    expect(seconds * 1000).not.toBe(Math.round(seconds * 1000))
  })

  it('needs room for its batches', () => {
    const model = createModel(kernels, { network: spec, batchSize: 7, threads: 1, training: settings })
    const options = { model, network: spec, training: settings, train: source, validation: null }
    expect(() => createTrainer(options)).toThrow(RangeError)
  })

  it('needs examples', () => {
    expect(() => make(arraySource(new Float32Array(0), [], [6, 6, 1]))).toThrow(RangeError)
    expect(
      epochs(
        (() => {
          const t = make(source, arraySource(new Float32Array(0), [], [6, 6, 1]))
          t.initialize()
          return t
        })(),
        1,
      )[0]!.validation,
    ).toBeNull()
  })
})

describe('evaluateSource', () => {
  it('collects every answer, whatever the batch size', () => {
    const evaluate = (batchSize: number) => {
      const model = createModel(kernels, { network: spec, batchSize, threads: 1 })
      model.setWeights(Float32Array.from(normals(2, model.weights().length)))
      const answers = new Float32Array(43 * 3)
      const metrics = evaluateSource(model, source, (probabilities, first, count) => {
        expect(probabilities.length).toBe(count * 3)
        answers.set(probabilities, first * 3)
      })
      return { metrics, answers }
    }
    const whole = evaluate(43)
    const parts = evaluate(10)
    expect(parts.answers).toEqual(whole.answers)
    expect(parts.metrics.loss).toBeCloseTo(whole.metrics.loss, 12)
    expect(parts.metrics.accuracy).toBe(whole.metrics.accuracy)
    const loss = labels.reduce((sum, label, i) => sum - Math.log(whole.answers[i * 3 + label]!), 0) / 43
    expect(whole.metrics.loss).toBeCloseTo(loss, 5)
  })
})
