import { describe, expect, it } from 'vitest'
import { createModel, type Model } from '../../../src-engine/plan/model.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import type { LossName } from '../../../src-engine/spec/training.ts'
import { goldens, type TwoTwoOne } from '../support/goldens.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'

// What the textbooks work out by hand, done by the kernels in float32.

const layered = (inputs: number, ...units: number[]): NetworkSpec =>
  network({ input: [inputs], layers: units.map((count) => ({ type: 'dense', units: count, activation: 'sigmoid' })) })

interface Descent {
  readonly loss: LossName
  readonly learningRate: number
  readonly labelSmoothing?: number
}

/** A model for gradient descent over all these examples at once. */
function modelOf(spec: NetworkSpec, weights: readonly number[], x: readonly number[], labels: number[], own: Descent) {
  const { loss, learningRate, labelSmoothing = 0 } = own
  const settings = training({ loss, labelSmoothing, optimizer: { type: 'sgd', learningRate } })
  const model = createModel(kernels, { network: spec, batchSize: labels.length, threads: 1, training: settings })
  model.setWeights(Float32Array.from(weights))
  model.inputs().set(x)
  model.labels().set(labels)
  return model
}

function expectNear(actual: ArrayLike<number>, golden: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(golden.length)
  for (const [i, value] of golden.entries())
    expect(Math.abs(actual[i]! - value), `number ${i}: ${actual[i]}, golden ${value}`).toBeLessThanOrEqual(tolerance)
}

/** Visits the state after each of these numbers of steps. */
function afterSteps(model: Model, count: number, steps: readonly number[], visit: (step: number) => void): void {
  for (let step = 1; step <= Math.max(...steps); step++) {
    model.trainStep(count)
    if (steps.includes(step)) visit(step)
  }
}

it('backpropagation step by step, 2-2-2, with biases of their own', () => {
  const { W, x, t, trajectories } = goldens.mazur
  const stored = (w: Readonly<Record<string, number>>, [h1, h2, o1, o2]: readonly number[]): number[] => [
    ...[w.w1!, w.w3!, w.w2!, w.w4!, h1!, h2!],
    ...[w.w5!, w.w7!, w.w6!, w.w8!, o1!, o2!],
  ]
  // Targets of 0.01 and 0.99 are those of the second class, smoothed.
  const descent = { loss: 'halfSumSquaredError', learningRate: 0.5, labelSmoothing: 2 * t[0]! } as const
  const model = modelOf(layered(2, 2, 2), stored(W, [0.35, 0.35, 0.6, 0.6]), x, [1], descent)
  const states = trajectories.per_neuron!
  afterSteps(model, 1, Object.keys(states).map(Number), (step) => {
    const { W: w, B_h1_h2_o1_o2: b, out_o1, out_o2 } = states[String(step)]!
    // Rounding to float32 adds up over thousands of steps.
    const tolerance = step > 100 ? 5e-5 : 2e-6
    expectNear(model.weights(), stored(w, b), tolerance)
    expectNear(model.predict(1), [out_o1, out_o2], tolerance)
  })
})

it('man versus chicken, 2-2-2', () => {
  const { P, x, grad, updated, training_trajectory_extension: states } = goldens.man_vs_chicken
  const names = ['w1', 'w2', 'w3', 'w4', 'bw1', 'bw2', 'w5', 'w6', 'w7', 'w8', 'bw3', 'bw4']
  const first = names.map((name) => P[name]!)
  const model = modelOf(layered(2, 2, 2), first, x, [1], { loss: 'halfSumSquaredError', learningRate: 0.5 })
  expectNear(
    model.gradient(1),
    names.map((name) => grad[name]!.full),
    1e-7,
  )
  afterSteps(model, 1, Object.keys(states).map(Number), (step) => {
    const { outc1, outc2 } = states[String(step)]!
    if (step === 1)
      expectNear(
        model.weights(),
        names.map((name) => updated[name]!.full),
        2e-7,
      )
    expectNear(model.predict(1), [outc1, outc2], step > 100 ? 2e-5 : 2e-6)
  })
})

it('backpropagation with the bias folded in, 3-3-3-1', () => {
  const { Theta, X, Y, h, J, D } = goldens.ng_backprop_3_3_3_1
  const stored = (matrices: number[][][]): number[] =>
    matrices.flatMap((rows) => [
      ...rows[0]!.slice(1).flatMap((_, input) => rows.map((row) => row[input + 1]!)),
      ...rows.map((row) => row[0]!),
    ])
  const descent = { loss: 'kOutputCrossentropy', learningRate: 1 } as const
  const model = modelOf(layered(3, 3, 3, 1), stored(Theta), X.flat(), Y, descent)
  expectNear(model.predict(2), h, 1e-6)
  expectNear(model.gradient(2), stored(D), 1e-7)
  expectNear([model.trainStep(2).loss], [J], 1e-6)
})

describe('equal hidden units stay equal to the last bit, 2-2-1', () => {
  const stored = ({ W1, b1, W2, b2 }: TwoTwoOne): number[] => [
    ...[W1[0]![0]!, W1[1]![0]!, W1[0]![1]!, W1[1]![1]!, ...b1, ...W2, b2],
  ]
  it.each([
    ['OR', [0, 1, 1, 1], 0],
    ['XOR', [0, 1, 1, 0], 0],
    ['constant_init_0.3_OR', [0, 1, 1, 1], 0.3],
  ] as const)('%s', (name, labels, start) => {
    const states = goldens.zero_init_symmetry[name]!
    const first = Array<number>(9).fill(start)
    const descent = { loss: 'binaryCrossentropy', learningRate: 0.5 } as const
    const model = modelOf(layered(2, 2, 1), first, [0, 0, 0, 1, 1, 0, 1, 1], [...labels], descent)
    afterSteps(model, 4, Object.keys(states).map(Number), (step) => {
      const w = model.weights()
      expectNear(w, stored(states[String(step)]!), step > 100 ? 2e-4 : 1e-6)
      expect([w[0], w[2], w[4], w[6]]).toEqual([w[1], w[3], w[5], w[7]])
    })
  })
})
