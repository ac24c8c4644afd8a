import { describe, expect, it } from 'vitest'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { allocateMemory } from '../../../src-engine/plan/memory.ts'
import { createModel, estimateMemory, MemoryError, type PlanOptions } from '../../../src-engine/plan/model.ts'
import { compilePlan } from '../../../src-engine/plan/compile.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import type * as z from 'zod'

const spec = network({ input: [2], layers: [{ type: 'dense', units: 3, activation: 'softmax' }] })
const model = (options: Partial<PlanOptions> = {}) =>
  createModel(kernels, { network: spec, batchSize: 4, threads: 1, ...options })
const adam = training({ optimizer: { type: 'adam', learningRate: 0.1 } })

describe('sizes at their limits', () => {
  it.each([1, 65_536])('a batch of %d is made', (batchSize) => {
    expect(model({ batchSize }).inputs()).toHaveLength(2 * batchSize)
  })
  it.each([-1, 1.5, 65_537, NaN])('a batch of %d is refused by name', (batchSize) => {
    expect(() => model({ batchSize })).toThrow(`batchSize must be a whole number from 1 to 65536, not ${batchSize}.`)
  })
  it('16 threads are made', () => {
    expect(model({ threads: 16 }).threads).toBe(16)
    expect(() => model({ threads: 1.5 })).toThrow('threads must be a whole number from 1 to 16, not 1.5.')
  })
  it('as many examples as the batch has, no more', () => {
    expect(model().predict(4)).toHaveLength(12)
    expect(model().predict(1)).toHaveLength(3)
    expect(() => model().predict(5)).toThrow('count must be a whole number from 1 to 4, not 5.')
  })
})

describe('labels', () => {
  it('are the classes, and two for a single output; those behind the batch do not matter', () => {
    const single = network({ input: [2], layers: [{ type: 'dense', units: 1, activation: 'sigmoid' }] })
    const two = model({ network: single, loss: 'binaryCrossentropy' })
    two.labels().set([0, 1, 2, -1])
    expect(two.evaluate(2).lossSum).toBeCloseTo(2 * Math.log(2), 6)
    expect(() => two.evaluate(3)).toThrow('label must be a whole number from 0 to 1, not 2.')
    const three = model()
    three.labels().set([2, 3, 0, 0])
    expect(three.evaluate(1).lossSum).toBeCloseTo(Math.log(3), 6)
    expect(() => three.evaluate(2)).toThrow('label must be a whole number from 0 to 2, not 3.')
  })
})

describe('the state of the optimiser', () => {
  it('is two moments and the steps, which float32 holds in two parts', () => {
    const trained = model({ training: adam })
    expect(trained.optimizerState()).toEqual(new Float32Array(2 * 9 + 2))
    const state = Float32Array.from({ length: 20 }, (_, i) => i / 8)
    state.set([16_777_215, 3], 18)
    trained.setOptimizerState(state)
    expect(trained.optimizerState()).toEqual(state)
    trained.trainStep(4)
    expect([...trained.optimizerState().slice(18)]).toEqual([0, 4])
  })
  it('has its own length', () => {
    expect(() => {
      model({ training: adam }).setOptimizerState(new Float32Array(19))
    }).toThrow("The optimiser's state has 20 numbers, not 19.")
  })
  it.each<[number, z.input<typeof TrainingSpec>['optimizer']]>([
    [0, { type: 'sgd' }],
    [1, { type: 'sgd', momentum: 0.5 }],
    [1, { type: 'adagrad' }],
    [1, { type: 'rmsprop' }],
    [2, { type: 'adadelta' }],
    [2, { type: 'adamax' }],
    [2, { type: 'nadam' }],
  ])('%d moments for %o', (moments, optimizer) => {
    expect(model({ training: training({ optimizer }) }).optimizerState()).toHaveLength(9 * moments + 2)
  })
})

it('a model for prediction has no state to set, no rate, no gradient', () => {
  const predicting = model()
  expect([...predicting.optimizerState()]).toEqual([0, 0])
  const refused = [
    () => {
      predicting.setOptimizerState(new Float32Array(2))
    },
    () => {
      predicting.setLearningRate(1)
    },
    () => predicting.gradient(1),
  ]
  for (const call of refused) expect(call).toThrow('This model was made for prediction only.')
})

it('the rate of the steps to come is the one that was set', () => {
  const sgd = model({ training: training({ optimizer: { type: 'sgd', learningRate: 1 } }) })
  sgd.inputs().set([1, 2, -1, 0.5, 0, 1, 2, 2])
  sgd.labels().set([0, 1, 2, 0])
  const gradient = sgd.gradient(4)
  sgd.setLearningRate(0.5)
  sgd.trainStep(4)
  expect(sgd.weights()).toEqual(gradient.map((g) => -g / 2))
})

it('examples count once and pictures stay as they are until something else is said', () => {
  const pictures = network({
    input: [2, 2, 3],
    layers: [{ type: 'flatten' }, { type: 'dense', units: 2, activation: 'softmax' }],
  })
  const changed = model({ network: pictures, training: training({ augmentation: { noise: 0.1 } }) })
  expect(changed.exampleWeights()).toEqual(new Float32Array(4).fill(1))
  // The map of places, then the contrast; nothing is added to the three channels.
  const record = [1, 0, 0, 0, 1, 0, 1, ...Array<number>(layout.AUGMENT_SHIFTS - 7 + 3).fill(0)]
  expect([...changed.augmentations()!]).toEqual([...record, ...record, ...record, ...record])
  expect(model({ network: pictures, training: adam }).augmentations()).toBeNull()
  expect(model({ network: pictures }).augmentations()).toBeNull()
})

describe('memory', () => {
  it('is as many pages as the plan needs, with the programs and the settings in it', () => {
    const plan = compilePlan({ network: spec, batchSize: 4, threads: 1, training: adam })
    const memory = allocateMemory(kernels, plan, adam)
    expect(memory.buffer.byteLength).toBe(65_536 * Math.ceil(plan.bytes / 65_536))
    const view = new DataView(memory.buffer)
    expect(view.getUint32(layout.SCRATCH, true)).toBe(plan.scratch)
    expect(view.getFloat64(plan.hyperparameters, true)).toBe(0.1)
    for (const program of Object.values(plan.programs))
      expect(view.getUint32(program!.address, true)).toBe(program!.instructions[0]!.opcode)
  })

  it('of more than 2³² bytes is refused with its size', () => {
    const layers = [{ type: 'dense', units: 16_384, activation: 'softmax' } as const]
    const options = { network: network({ input: [1], layers }), batchSize: 65_536, threads: 1 }
    const { bytes } = compilePlan(options)
    // What the layer gives, and the answers.
    expect(bytes).toBeGreaterThan(2 * 2 ** 32)
    expect(estimateMemory(options)).toBe(65_536 * Math.ceil(bytes / 65_536))
    let error: unknown
    try {
      createModel(kernels, options)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(MemoryError)
    expect(error).toMatchObject({
      name: 'MemoryError',
      bytes,
      message: 'This network needs 8.0 GiB of memory, more than there is for it.',
    })
  })
})
