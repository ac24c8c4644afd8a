import { afterEach, describe, expect, it, vi } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { AugmentationSpec } from '../../../src-engine/spec/training.ts'
import { decayOf, naturalLog, power, sineAndCosine } from '../../../src-engine/train/elementary.ts'
import { createRng } from '../../../src-engine/train/rng.ts'
import { arraySource } from '../../../src-engine/train/source.ts'
import { createTrainer } from '../../../src-engine/train/trainer.ts'
import { kernels } from '../support/kernels.ts'
import { mixedNetwork, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'

const rng = createRng(3, 'shuffle')
const draws = Array.from({ length: 20_000 }, () => rng.uniform())
const relative = (value: number, exact: number): number => (value === exact ? 0 : Math.abs(value / exact - 1))
const most = (errors: readonly number[]): number => errors.reduce((largest, error) => Math.max(largest, error), 0)

describe('own elementary functions', () => {
  it('ln x within 2⁻⁵¹ of its value or of 1', () => {
    const points = [...draws.map((u) => 1 - u), ...draws.map((u) => (1 - u) * 2 ** -50), 1, 2 ** -1074]
    const errors = points.map((x) => Math.abs(naturalLog(x) - Math.log(x)) / Math.max(1, Math.abs(Math.log(x))))
    expect(most(errors)).toBeLessThan(2 ** -51)
    expect(naturalLog(1)).toBe(0)
  })

  it('e⁻ˣ within 2⁻⁵⁰, from 1 down to 0', () => {
    const points = [...draws, ...draws.map((u) => 700 * u)]
    expect(most(points.map((x) => relative(decayOf(x), Math.exp(-x))))).toBeLessThan(2 ** -50)
    expect([0, 744, 745, 746, 1e8, Infinity].map(decayOf)).toEqual([1, 1e-323, 0, 0, 0, 0])
  })

  it('xⁿ within (n + 1)·2⁻⁵³', () => {
    draws.slice(0, 5000).forEach((u, i) => {
      const n = i % 200
      const x = 0.1 + 0.9 * u
      expect(relative(power(x, n), Math.pow(x, n)), `${x} to the ${n}`).toBeLessThanOrEqual((n + 1) * 2 ** -53)
    })
    expect([power(0.5, 0), power(0.5, 1), power(0.5, 1074), power(0.5, 1e6), power(1, 1e6)]).toEqual([
      ...[1, 0.5, 5e-324, 0, 1],
    ])
  })

  it('sine and cosine to the last bits of a float32, up to a quarter turn of a float64', () => {
    const errors = (limit: number): number[] =>
      draws.map((u) => {
        const x = (2 * u - 1) * limit
        const { sine, cosine } = sineAndCosine(x)
        return Math.max(Math.abs(sine - Math.sin(x)), Math.abs(cosine - Math.cos(x)))
      })
    expect(most(errors(Math.PI))).toBeLessThan(1e-9)
    expect(most(errors(Math.PI / 2))).toBeLessThan(2 ** -51)
    expect(sineAndCosine(0)).toEqual({ sine: 0, cosine: 1 })
  })
})

describe('training', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it.each(['step', 'exponential', 'inverseTime', 'cosine'] as const)(
    'asks the platform for none, under the schedule %s',
    (type) => {
      const settings = training({
        epochs: 3,
        batchSize: 4,
        schedule: { type, warmupSteps: 2 },
        augmentation: AugmentationSpec.parse({ flip: 'horizontal', rotate: 20, scale: 0.2, noise: 0.1, cutout: 0.3 }),
      })
      const model = createModel(kernels, { network: mixedNetwork, batchSize: 4, threads: 1, training: settings })
      const source = arraySource(Float32Array.from(normals(1, 10 * 297)), [0, 1, 2, 0, 1, 2, 0, 1, 2, 0], [11, 9, 3])
      const own = { model, network: mixedNetwork, training: settings, train: source, validation: source }
      const trainer = createTrainer(own)
      const functions = ['exp', 'expm1', 'log', 'log1p', 'log2', 'pow', 'sin', 'cos', 'tan', 'tanh', 'hypot', 'cbrt']
      const spies = functions.map((name) => vi.spyOn(Math, name as 'exp'))
      trainer.initialize()
      for (let epoch = 0; epoch < 3; epoch++) expect(trainer.runEpoch()).not.toBe('stopped')
      for (const spy of spies) expect(spy).not.toHaveBeenCalled()
    },
  )
})
