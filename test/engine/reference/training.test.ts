import { describe, expect, it } from 'vitest'
import { clipped } from '../../../src-engine/reference/clipping.ts'
import { beginWatch, watchLoss, type End } from '../../../src-engine/reference/early-stopping.ts'
import { gradient } from '../../../src-engine/reference/network.ts'
import { initialState, lookAhead, optimizerStep } from '../../../src-engine/reference/optimizers.ts'
import { decayed, kernelMask, penalty, withPenalty } from '../../../src-engine/reference/regularization.ts'
import { trainStep } from '../../../src-engine/reference/train-step.ts'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { goldens } from '../support/goldens.ts'
import { network, training } from '../support/networks.ts'
import { expectGolden, normals } from '../support/numbers.ts'

describe('penalties and decay', () => {
  const { regularisation: golden } = goldens
  const w = Float64Array.from(golden.w)
  const all = w.map(() => 1)
  const none = w.map(() => 0)
  it('are the golden ones', () => {
    const l2 = { l1: 0, l2: golden.lambda }
    const l1 = { l1: golden.lambda, l2: 0 }
    expectGolden([golden.C0 + penalty(w, all, l2), golden.C0 + penalty(w, all, l1)], [golden.L2_C, golden.L1_C])
    expectGolden(withPenalty(none, w, all, l2), golden.L2_grad)
    expectGolden(withPenalty(none, w, all, l1), golden.L1_grad)
    expectGolden(decayed(w, all, 0.1, golden.lambda), golden['decoupled_decay_step(eta=.1)'])
  })
  it('leave biases, scales and statistics alone', () => {
    const spec = network({
      input: [2, 3],
      layers: [
        { type: 'recurrent', units: 2 },
        { type: 'batchNorm' },
        { type: 'layerNorm' },
        { type: 'dense', units: 1, useBias: false },
      ],
    })
    const mask = [...kernelMask(inferShapes(spec))]
    // (3, 2) and (2, 2) kernels, bias 2; gamma, beta, mean, variance; gamma, beta; kernel.
    expect(mask).toEqual([...Array(10).fill(1), ...Array(2 + 8 + 4).fill(0), 1, 1] as number[])
  })
})

describe('clipping', () => {
  const g = Float64Array.of(3, -4, 0)
  it('by norm keeps the direction', () => {
    expectGolden(clipped(g, { type: 'norm', limit: 1 }), [0.6, -0.8, 0])
    expect(clipped(g, { type: 'norm', limit: 5 })).toEqual(g)
  })
  it('by value cuts each number', () => {
    expect([...clipped(g, { type: 'value', limit: 3.5 })]).toEqual([3, -3.5, 0])
  })
})

describe('a step of training', () => {
  const spec = network({
    input: [4],
    layers: [
      { type: 'dense', units: 3, activation: 'tanh' },
      { type: 'dense', units: 3, activation: 'softmax' },
    ],
  })
  const weights = Float64Array.from(initialWeights(spec, 4))
  const kernels = kernelMask(inferShapes(spec))
  const batch = { x: normals(1, 20), labels: [0, 1, 2, 1, 0] }

  it('is gradient, penalty, clipping, optimiser and decay in this order', () => {
    const settings = training({
      optimizer: { type: 'nadam', learningRate: 0.1 },
      regularization: { l1: 0.01, l2: 0.02, weightDecay: 0.3 },
      gradientClipping: { type: 'norm', limit: 0.1 },
    })
    const g = gradient(spec, settings.loss, weights, batch).gradient
    const whole = g.map((value, i) => value + kernels[i]! * (0.01 * Math.sign(weights[i]!) + 0.04 * weights[i]!))
    const norm = Math.sqrt(whole.reduce((sum, value) => sum + value * value, 0))
    expect(norm).toBeGreaterThan(0.1)
    const cut = whole.map((value) => (value * 0.1) / norm)
    const moved = optimizerStep(settings.optimizer, weights, cut, initialState(weights.length)).weights
    const expected = moved.map((value, i) => value - 0.1 * 0.3 * kernels[i]! * weights[i]!)
    expectGolden(trainStep(spec, settings, weights, initialState(weights.length), batch).weights, expected)
  })

  it('weighs classes, and smooths labels', () => {
    const sgd = { optimizer: { type: 'sgd', learningRate: 1 } } as const
    const step = (more: object, given = batch) =>
      trainStep(spec, training({ ...sgd, ...more }), weights, initialState(weights.length), given)
    const classWeights = [2, 0.5, 0]
    const weighted = { ...batch, weights: Float64Array.from(batch.labels, (label) => classWeights[label]!) }
    expect(step({ classWeights })).toEqual(step({}, weighted))
    const fourfold = { ...batch, weights: weighted.weights.map((factor) => 4 * factor) }
    const own = { ...batch, weights: Float64Array.of(4, 4, 4, 4, 4) }
    expect(step({ classWeights }, own)).toEqual(step({}, fourfold))
    const targets = Float64Array.from(batch.labels.flatMap((label) => [0, 1, 2].map((k) => (k === label ? 0.8 : 0.1))))
    expectGolden(step({ labelSmoothing: 0.3 }).weights, step({}, { ...batch, targets } as typeof batch).weights)
    expect(step({ labelSmoothing: 0.3 }).weights).not.toEqual(step({}).weights)
  })

  it('only Nesterov as published looks ahead', () => {
    const ahead = (settings: object) => {
      const { optimizer } = training({ optimizer: { type: 'sgd', momentum: 0.5, ...settings } })
      return [...lookAhead(optimizer, Float64Array.of(1), { ...initialState(1), first: Float64Array.of(8) })]
    }
    expect(ahead({ nesterov: true, variant: 'paper' })).toEqual([5])
    expect(ahead({ nesterov: true, variant: 'keras' })).toEqual([1])
    expect(ahead({ variant: 'paper' })).toEqual([1])
  })

  it("Nesterov's published form takes the gradient ahead and is Keras' form seen from there", () => {
    const run = (variant: 'paper' | 'keras'): { w: Float64Array; v: Float64Array } => {
      const settings = training({
        optimizer: { type: 'sgd', learningRate: 0.2, momentum: 0.9, nesterov: true, variant },
      })
      let w: Float64Array = weights
      let state = initialState(w.length)
      for (let step = 0; step < 6; step++) ({ weights: w, state } = trainStep(spec, settings, w, state, batch))
      return { w, v: state.first }
    }
    const paper = run('paper')
    expectGolden(
      paper.w.map((value, i) => value + 0.9 * paper.v[i]!),
      run('keras').w,
    )
  })
})

describe('early stopping', () => {
  /** After how many of these losses, and why. */
  const endOf = (spec: object, losses: number[]): [number, End] | null => {
    let watch = beginWatch
    const rule = training({ earlyStopping: spec }).earlyStopping!
    for (const [index, loss] of losses.entries()) {
      const { watch: after, end } = watchLoss(rule, watch, loss)
      if (end) return [index + 1, end]
      watch = after
    }
    return null
  }
  it('waits as long as it was told since the last real gain', () => {
    expect(endOf({ patience: 2 }, [3, 2, 2, 1, 1.5, 1, 0.5])).toEqual([6, 'earlyStopping'])
    expect(endOf({ patience: 2, minDelta: 0.5 }, [3, 2.6, 2.7, 1])).toEqual([3, 'earlyStopping'])
    expect(endOf({ patience: 3 }, [3, NaN, NaN, NaN])).toEqual([4, 'earlyStopping'])
    expect(endOf({ patience: 3 }, [NaN, NaN, NaN])).toEqual([3, 'earlyStopping'])
    expect(endOf({ patience: 3 }, [3, 2, 1])).toBeNull()
  })
  it('stops at an acceptable error', () => {
    expect(endOf({ patience: 9, acceptableLoss: 0.1 }, [3, 1, 0.1, 0])).toEqual([3, 'converged'])
  })
  it('has converged where patience ends with the epoch that reaches it', () => {
    expect(endOf({ patience: 1, acceptableLoss: 2 }, [1.5])).toEqual([1, 'converged'])
    expect(endOf({ patience: 1, minDelta: 1, acceptableLoss: 2.5 }, [3, 2.5])).toEqual([2, 'converged'])
  })
})
