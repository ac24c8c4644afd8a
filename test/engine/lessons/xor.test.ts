import { describe, expect, it } from 'vitest'
import { bandOf, kerasXor, seedRuns, type KerasName } from '../../../src-engine/lessons/xor/keras-xor.ts'
import { sklearnIterations, sklearnXor } from '../../../src-engine/lessons/xor/sklearn-xor.ts'
import { answersOf, trainSmallNetwork } from '../../../src-engine/lessons/xor/small-network.ts'
import { constant, trainTwins } from '../../../src-engine/lessons/zero-init/twins.ts'
import { zeroInit } from '../../../src-engine/lessons/zero-init/zero-init.ts'
import { forward } from '../../../src-engine/reference/network.ts'
import { initialState } from '../../../src-engine/reference/optimizers.ts'
import { trainStep } from '../../../src-engine/reference/train-step.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { expectGoldens } from '../support/golden-tree.ts'
import { goldens } from '../support/goldens.ts'
import { network, training } from '../support/networks.ts'
import { expectGolden } from '../support/numbers.ts'

describe('the lesson sklearn-xor', () => {
  const result = sklearnXor()

  it.each(['logistic', 'relu'] as const)('is scikit-learn’s run, %s', (name) => {
    const { init, coefs, intercepts, n_iter, loss, proba } = goldens.sklearn_xor[name]
    expectGoldens(result[name], { init, coefs, intercepts, epochs: n_iter, loss, probabilities: proba }, 1e-10)
    expect(result.printed.every(({ agrees }) => agrees)).toBe(true)
  })

  it('has the printed scores', () => {
    expect([result.logistic.score, result.relu.score]).toEqual([0.5, 1])
    expect([result.logistic.predictions, result.relu.predictions]).toEqual([
      [1, 1, 1, 1],
      [0, 1, 1, 0],
    ])
  })

  it('comes iteration by iteration', () => {
    const losses = [...sklearnIterations('logistic')].map(({ loss }) => loss)
    expect(losses).toHaveLength(16)
    expect(losses.at(-1)).toBe(result.logistic.loss)
  })
})

describe('the lesson keras-xor', () => {
  const result = kerasXor({ seeds: 300 })

  it.each(['1', '2', '3'] as const)('model %s lands where the goldens land', (name) => {
    const { out } = goldens.keras_xor.simulation_4000_seeds[name]!.closest
    const { prob, pred, acc } = goldens.keras_xor.printed[name]!
    const { probabilities, predictions, accuracy } = result.models[name]
    expectGolden(probabilities, out, 1e-10)
    expect([predictions, accuracy]).toEqual([pred, acc])
    probabilities.forEach((p, n) => expect(Math.abs(p - prob[n]!)).toBeLessThan(1e-3))
  })

  it('has the share of seeds that the goldens have', () => {
    for (const name of ['1', '2', '3'] as const) {
      const { accuracy_hist } = goldens.keras_xor.simulation_4000_seeds[name]!
      const { acc } = goldens.keras_xor.printed[name]!
      const band = result.simulation[name]
      expect(Object.values(band.accuracy_hist).reduce((sum, count) => sum + count)).toBe(300)
      expect(Math.abs(band.reached - accuracy_hist[String(acc)]! / 4000)).toBeLessThan(0.08)
    }
  })

  it.each([
    ['sigmoid', 2],
    ['relu', 3],
  ] as const)('trains as the reference does, %s', (activation, hidden) => {
    const spec = network({
      input: [2],
      layers: [
        { type: 'dense', units: hidden, activation },
        { type: 'dense', units: 1, activation: 'sigmoid' },
      ],
    })
    const small = { hidden, activation, labels: [0, 1, 1, 0], learningRate: 0.01, epochs: 50 }
    const first = Float64Array.from(initialWeights(spec, 3))
    const own = first.slice()
    trainSmallNetwork(own, small)
    const settings = training({
      ...{ loss: 'meanSquaredError', optimizer: { type: 'adam', learningRate: 0.01, variant: 'keras' } },
    })
    const x = Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1)
    let weights: Float64Array = first
    let state = initialState(weights.length)
    for (let step = 0; step < 50; step++)
      ({ weights, state } = trainStep(spec, settings, weights, state, { x, labels: small.labels }))
    expectGolden(own, weights, 1e-10)
    expectGolden(answersOf(own, small), forward(spec, weights, x).at(-1)!.a, 1e-10)
  })

  it('comes seed by seed, and a band says how they ended', () => {
    const runs = [...seedRuns('2', { seeds: 3, firstSeed: 7 })]
    expect(runs.map(({ seed }) => seed)).toEqual([7, 8, 9])
    const one = (mse: number, accuracy: number) => ({ probabilities: [], predictions: [], mse, accuracy })
    expect(bandOf([one(0.4, 1), one(0, 0.75), one(0.2, 0.75)], 0.75)).toEqual({
      ...{ seeds: 3, accuracy_hist: { 0: 0, 0.25: 0, 0.5: 0, 0.75: 2, 1: 1 }, reached: 2 / 3 },
      mse_quantiles_5_50_95: [0.020000000000000004, 0.2, expect.closeTo(0.38, 12)],
    })
  })

  it('shows every print beside its number', () => {
    expect(result.printed).toHaveLength(15)
    for (const name of ['1', '2', '3'] satisfies KerasName[])
      expect(result.printed).toContainEqual(expect.objectContaining({ what: `model ${name}, accuracy`, agrees: true }))
  })
})

describe('the lesson zero-init', () => {
  const { runs, variances } = zeroInit()

  it('has every state of the goldens', () => {
    const { OR, XOR, 'constant_init_0.3_OR': same, broken_symmetry_OR } = goldens.zero_init_symmetry
    const golden = { OR, XOR, 'constant_init_0.3_OR': same, broken_symmetry_OR }
    expect(expectGoldens(runs, golden)).toBe((4 + 3 + 2 + 2) * 9)
  })

  it('equal units stay equal, drawn ones do not', () => {
    expect(Object.values(runs.OR!).every((state) => state.hidden_rows_identical)).toBe(true)
    expect(Object.values(runs['uniform_0.12_OR']!).some((state) => state.hidden_rows_identical)).toBe(false)
    const training = trainTwins({ init: constant(0), targets: [0, 1, 1, 1] }, 0.5)
    expect(training.next().value).toMatchObject({ b2: 0, cost: Math.LN2 })
    expect(training.next().value).toMatchObject({ b2: 0.125 })
  })

  it('He keeps relu alive through depth, Glorot tanh; N(0, 1) explodes, small ones vanish', () => {
    const last = (name: string) => variances[name]!.outputs.at(-1)!
    const first = (name: string) => variances[name]!.slopes[0]!
    expect(last('heNormal, relu')).toBeGreaterThan(0.3)
    expect(last('heNormal, relu')).toBeLessThan(3)
    expect(first('heNormal, relu')).toBeGreaterThan(0.3)
    expect(last('glorotUniform, tanh')).toBeGreaterThan(0.03)
    expect(last('glorotUniform, relu')).toBeLessThan(0.01)
    expect(last('N(0, 1), relu')).toBeGreaterThan(1e12)
    expect(first('N(0, 0.01²), tanh')).toBeLessThan(1e-20)
    expectGolden([variances['heNormal, relu']!.weightVariance], [2 / 64], 0.02)
  })
})
