import { describe, expect, it } from 'vitest'
import { gaussians } from '../../../../src-engine/data/tables/points.ts'
import { alarmsOf, newAlarms, type Alarm, type AlarmInput } from '../../../../src-engine/inspect/alarms/alarms.ts'
import type { LayerDiagnostics } from '../../../../src-engine/inspect/diagnostics.ts'
import { histogram } from '../../../../src-engine/inspect/histogram.ts'
import { createRng } from '../../../../src-engine/train/rng.ts'
import { arraySource } from '../../../../src-engine/train/source.ts'
import { alarmsWhile, patterns } from '../../support/alarmed.ts'
import type { LayerInput } from '../../support/layers.ts'
import { network, training } from '../../support/networks.ts'

interface Given extends Partial<Omit<AlarmInput, 'history' | 'diagnostics'>> {
  readonly loss?: number[]
  readonly accuracy?: number[]
  readonly valLoss?: number[]
  readonly layers?: Partial<LayerDiagnostics>[]
}

const usual: LayerDiagnostics = {
  ...{ layer: 0, type: 'dense', weightNorm: 1, gradientNorm: 0.1, updateRatio: 1e-3, dead: null, saturated: null },
  ...{ weights: histogram([1]), gradients: null, activations: null },
}

function judged({ loss = [], accuracy = loss.map(() => 0.1), valLoss, layers, ...rest }: Given): Alarm[] {
  return alarmsOf({
    history: { loss, accuracy, valLoss: valLoss ?? null, valAccuracy: valLoss ? accuracy : null },
    diagnostics: layers ? { layers: layers.map((each, layer) => ({ ...usual, layer, ...each })) } : null,
    ...{ steps: 10_000, classes: 10, guessingLoss: Math.log(10), ...rest },
  })
}
const told = (given: Given) => judged(given).map(({ kind, severity, layer }) => [kind, severity, layer])

describe('lossDiverging', () => {
  it('is a loss that rises beyond guessing, or is no number', () => {
    expect(told({ loss: [2, 3.6, 4] })).toEqual([['lossDiverging', 'warning', null]])
    expect(told({ loss: [2, 8, 11] })).toEqual([['lossDiverging', 'alarm', null]])
    expect(told({ loss: [2, NaN] })).toEqual([['lossDiverging', 'alarm', null]])
    expect(judged({ loss: [2, Infinity] })[0]).toMatchObject({ value: null })
    expect(judged({ loss: [2, 8, 11] })[0]).toMatchObject({
      message: 'The loss is 11, where guessing gives 2.303, and it is not falling.',
      value: 11,
    })
    expect(judged({ loss: [1, 8, 11], guessingLoss: null })[0]!.message).toContain('the first epoch gives 1,')
  })
  it('is no single peak, and none that falls', () => {
    expect(told({ loss: [1, 9, 1] })).toEqual([])
    expect(told({ loss: [1, 1, 9] })).toEqual([])
    expect(told({ loss: [40, 30, 20, 10, 5] })).toEqual([])
  })
})

describe('noLearning', () => {
  it('is the loss of guessing after enough epochs and steps', () => {
    expect(told({ loss: [2.4, 2.31, 2.3, 2.3, 2.3] })).toEqual([['noLearning', 'warning', null]])
    expect(judged({ loss: [2.4, 2.31, 2.3, 2.3, 2.3] })[0]!.message).toBe(
      'After 5 epochs the loss is 2.3; guessing among 10 classes gives 2.303.',
    )
    expect(told({ loss: [2.4, 2.31, 2.3, 2.3] })).toEqual([])
    expect(told({ loss: [9, 6, 3.4, 3, 2.6] })).toEqual([])
    expect(told({ loss: [2.4, 2.31, 2.3, 2.3, 2.3], steps: 40 })).toEqual([])
    expect(told({ loss: [2.4, 2.31, 2.3, 2.3, 2.2] })).toEqual([])
    expect(told({ loss: [2.4, 2.31, 2.3, 2.3, 2.3], accuracy: [0.1, 0.1, 0.1, 0.1, 0.2] })).toEqual([])
    expect(told({ loss: [2.4, 2.31, 2.3, 2.3, 2.3], guessingLoss: null })).toEqual([])
  })
})

describe('overfitting', () => {
  const falling = [2, 1.5, 1.2, 1, 0.8, 0.6, 0.5, 0.4]
  it('is a validation loss far above its best while the training loss falls', () => {
    expect(told({ loss: falling, valLoss: [2, 1.6, 1.4, 1.4, 1.6, 1.9, 2.1, 2.2] })).toEqual([
      ['overfitting', 'warning', null],
    ])
    expect(told({ loss: falling, valLoss: [2, 1.6, 1.4, 1.4, 2, 2.6, 3.2, 4] })).toEqual([
      ['overfitting', 'alarm', null],
    ])
    expect(judged({ loss: falling, valLoss: [1, 1, 1, 1, 1, 1.5, 1.5, 1.5] })[0]).toMatchObject({
      message: 'The validation loss is 1.5, 1.5 times its best around epoch 3, while the training loss falls.',
      value: 1.5,
    })
  })
  it('is none where both rise, where it jumps, and near nothing', () => {
    expect(told({ loss: [1, 1, 1, 1, 1.1, 1.2, 1.3, 1.4], valLoss: [1, 1, 1, 1, 1.2, 1.5, 1.6, 1.7] })).toEqual([])
    expect(told({ loss: falling, valLoss: [2, 1.6, 1.4, 1.4, 1.4, 1.4, 1.4, 2] })).toEqual([])
    expect(told({ loss: falling, valLoss: falling.map((_, i) => 0.001 * (i + 1)) })).toEqual([])
    expect(told({ loss: falling })).toEqual([])
  })
  it('is none where the training examples are not known either: the rate is too large', () => {
    // Far above the loss of guessing, whatever falls from where.
    const kinds = told({
      loss: [6.8e10, 90, 60, 50, 40, 30, 26, 25],
      valLoss: [30, 30, 30, 30, 45, 60, 70, 80],
      guessingLoss: Math.log(2),
    }).map(([kind]) => kind)
    expect(kinds).not.toContain('overfitting')
  })
})

describe('deadRelu', () => {
  it('names each layer with its share, from 20 % and from 40 % on', () => {
    expect(told({ layers: [{ dead: 0.2 }, { dead: 0.21 }, { dead: 0.4 }, { dead: 0.41 }, { dead: null }] })).toEqual([
      ['deadRelu', 'warning', 1],
      ['deadRelu', 'warning', 2],
      ['deadRelu', 'alarm', 3],
    ])
    expect(judged({ layers: [{ dead: 0.25 }] })[0]).toMatchObject({
      message: '25 % of the relu units of layer 0 (dense) are dead: no example switches them on.',
      value: 0.25,
    })
  })
})

describe('vanishingGradient', () => {
  it('names the first layer whose gradient is a tiny part of a later one', () => {
    expect(told({ layers: [{ gradientNorm: 1e-6 }, { gradientNorm: 1e-4 }, { gradientNorm: 0.1 }] })).toEqual([
      ['vanishingGradient', 'warning', 0],
    ])
    expect(told({ layers: [{ gradientNorm: 1 }, { gradientNorm: 1e-9 }, { gradientNorm: 0.1 }] })).toEqual([
      ['vanishingGradient', 'alarm', 1],
    ])
    // Beside its weights, which are as small.
    expect(told({ layers: [{ gradientNorm: 1e-7, weightNorm: 1e-6 }, {}] })).toEqual([])
    // Later layers that have converged, frozen layers.
    expect(told({ layers: [{}, { gradientNorm: 1e-9 }] })).toEqual([])
    expect(told({ layers: [{ gradientNorm: 0 }, {}] })).toEqual([])
  })
})

describe('explodingGradient', () => {
  it('names the layer whose gradient is longest beside its weights, or is no number', () => {
    expect(told({ layers: [{ gradientNorm: 101 }, { gradientNorm: 5000 }, {}] })).toEqual([
      ['explodingGradient', 'warning', 1],
    ])
    expect(told({ layers: [{ gradientNorm: 20_000 }] })).toEqual([['explodingGradient', 'alarm', 0]])
    expect(told({ layers: [{}, { gradientNorm: null }] })).toEqual([['explodingGradient', 'alarm', 1]])
    expect(told({ layers: [{}, { weightNorm: null }] })).toEqual([['explodingGradient', 'alarm', 1]])
    expect(told({ layers: [{ updateRatio: 0.9 }] })).toEqual([])
    expect(judged({ layers: [{}, { updateRatio: 1.5, type: 'conv2d' }] })[0]).toMatchObject({
      ...{ kind: 'explodingGradient', severity: 'warning', value: 1.5 },
      message: 'One step moves the weights of layer 1 (conv2d) by 1.5 times their length.',
    })
  })
})

it('tells an alarm of one kind, layer and severity once', () => {
  const first = judged({ layers: [{ dead: 0.3 }, { dead: 0.3 }] })
  expect(newAlarms([], first)).toEqual(first)
  const second = judged({ layers: [{ dead: 0.35 }, { dead: 0.5 }], loss: [1, NaN] })
  expect(newAlarms(first, second).map(({ kind, severity, layer }) => [kind, severity, layer])).toEqual([
    ['lossDiverging', 'alarm', null],
    ['deadRelu', 'alarm', 1],
  ])
  expect(newAlarms([...first, ...second], first)).toEqual([])
})

it('says what, why and what to do in whole sentences, and survives JSON', () => {
  const all = judged({
    ...{ loss: [1, 1, 1, 1, 8, NaN], valLoss: [1, 1, 1, 1, 1, 1] },
    layers: [{ dead: 1, gradientNorm: 1e-9 }, { gradientNorm: null }],
  })
  expect(all.length).toBeGreaterThan(2)
  for (const { message, cause, remedy } of all)
    for (const text of [message, cause, remedy]) expect(text).toMatch(/^[A-Z\d].*[.?]$/)
  expect(JSON.parse(JSON.stringify(all))).toEqual(all)
})

describe('real runs that fail', () => {
  const kindsOf = (alarms: readonly Alarm[]) => new Set(alarms.map(({ kind }) => kind))
  const dense = (units: number, activation: 'relu' | 'sigmoid' | 'softmax'): LayerInput => ({
    type: 'dense',
    units,
    activation,
  })
  const wide = (activation: 'relu' | 'sigmoid') =>
    network({ input: [64], layers: [dense(64, activation), dense(32, activation), dense(10, 'softmax')] })
  const train = patterns(1, 600, [64], 10, 0.5)

  it.each([1, 2, 3])('by steps that are too large, seed %i', (seed) => {
    const settings = training({ epochs: 15, seed, optimizer: { type: 'adam', learningRate: 1 } })
    expect(kindsOf(alarmsWhile({ spec: wide('relu'), settings, train }))).toContain('deadRelu')
    const steep = training({ epochs: 15, seed, optimizer: { type: 'sgd', learningRate: 5 } })
    expect([...kindsOf(alarmsWhile({ spec: wide('relu'), settings: steep, train }))].length).toBeGreaterThan(0)
  })

  it.each([1, 2, 3])('by a loss that climbs, seed %i', (seed) => {
    const spec = network({ input: [64], layers: [dense(10, 'softmax')] })
    const noise = createRng(seed, 'data')
    const labels = Array.from({ length: 300 }, () => noise.below(10))
    const random = arraySource(
      Float32Array.from({ length: 300 * 64 }, () => noise.normal()),
      labels,
      [64],
    )
    const settings = training({ epochs: 10, seed, optimizer: { type: 'sgd', learningRate: 20 } })
    expect(kindsOf(alarmsWhile({ spec, settings, train: random }))).toContain('lossDiverging')
  })

  it.each([1, 2, 3])('by many layers of sigmoid, seed %i', (seed) => {
    const hidden = Array.from({ length: 8 }, () => dense(16, 'sigmoid'))
    const spec = network({ input: [64], layers: [...hidden, dense(10, 'softmax')] })
    const settings = training({ epochs: 6, seed, optimizer: { type: 'sgd', learningRate: 0.01 } })
    const alarms = alarmsWhile({ spec, settings, train })
    expect(alarms.find(({ kind }) => kind === 'vanishingGradient')!.layer).toBe(0)
  })

  it.each([1, 2, 3])('by inputs that are large numbers, seed %i', (seed) => {
    const rng = createRng(seed, 'data')
    const labels = Array.from({ length: 100 }, () => rng.below(2))
    const inputs = Float32Array.from({ length: 100 * 64 }, () => 1e5 * rng.normal())
    const spec = network({ input: [64], layers: [dense(16, 'relu'), dense(16, 'relu'), dense(2, 'softmax')] })
    const settings = training({ epochs: 2, seed, optimizer: { type: 'adam', learningRate: 1e-4 } })
    expect(kindsOf(alarmsWhile({ spec, settings, train: arraySource(inputs, labels, [64]) }))).toContain(
      'explodingGradient',
    )
  })

  it.each([1, 2, 3])('by a rate that is too small, or labels that belong to other examples, seed %i', (seed) => {
    const small = training({ epochs: 30, seed, optimizer: { type: 'sgd', learningRate: 1e-6 } })
    expect(kindsOf(alarmsWhile({ spec: wide('sigmoid'), settings: small, train }))).toContain('noLearning')
    const { inputs, labels } = gaussians()
    const rng = createRng(seed, 'shuffle')
    const shuffled = arraySource(
      inputs,
      [...labels].map(() => rng.below(2)),
      [2],
    )
    const spec = network({ input: [2], layers: [dense(4, 'sigmoid'), dense(2, 'softmax')] })
    const settings = training({ epochs: 30, seed })
    expect(kindsOf(alarmsWhile({ spec, settings, train: shuffled }))).toContain('noLearning')
  })

  it.each([1, 2, 3])('by learning noise by heart, seed %i', (seed) => {
    const settings = training({ epochs: 60, batchSize: 8, seed, optimizer: { type: 'adam', learningRate: 0.01 } })
    const few = patterns(seed, 60, [64], 10, 2.5)
    const validation = patterns(seed + 9, 100, [64], 10, 2.5)
    expect(kindsOf(alarmsWhile({ spec: wide('relu'), settings, train: few, validation }))).toContain('overfitting')
  })
})
