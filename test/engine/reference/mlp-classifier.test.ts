import { describe, expect, it } from 'vitest'
import { createMersenneTwister } from '../../../src-engine/reference/mt19937.ts'
import { fitMlpClassifier } from '../../../src-engine/reference/mlp-classifier.ts'
import { goldens } from '../support/goldens.ts'
import { expectGolden } from '../support/numbers.ts'

const stored = (coefs: number[][][], intercepts: number[][]): number[] =>
  coefs.flatMap((rows, layer) => [...rows.flat(), ...intercepts[layer]!])

describe.each([
  ['logistic', 'sigmoid', 0.5],
  ['relu', 'relu', 1],
] as const)('scikit-learn on XOR, %s', (name, activation, score) => {
  const golden = goldens.sklearn_xor[name]
  const labels = [0, 1, 1, 0]
  const x = Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1)
  const fit = fitMlpClassifier({ hidden: 2, activation, x, labels, seed: 20, maxIterations: 10_000 })

  it('begins with its weights', () => {
    expect([...fit.initialWeights]).toEqual(stored(golden.init.coefs, golden.init.intercepts))
  })

  it('stops where it stops, with its loss, weights, probabilities and score', () => {
    expect(fit.iterations).toBe(golden.n_iter)
    expectGolden([fit.loss], [golden.loss])
    expectGolden(fit.weights, stored(golden.coefs, golden.intercepts), 1e-10)
    expectGolden(fit.probabilities, golden.proba, 1e-10)
    const right = labels.filter((label, i) => Number(fit.probabilities[i]! >= 0.5) === label)
    expect(right.length / 4).toBe(score)
  })
})

it('goes no further than it may', () => {
  const xor = { x: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1), labels: [0, 1, 1, 0], seed: 20 }
  const after = (maxIterations: number) => fitMlpClassifier({ hidden: 2, activation: 'relu', ...xor, maxIterations })
  expect([after(0), after(3)].map(({ iterations }) => iterations)).toEqual([0, 3])
  expect(after(0).weights).toEqual(after(0).initialWeights)
})

it('draws the numbers of MT19937', () => {
  // The generator's own check: the 10,000th word of seed 5489.
  const { word } = createMersenneTwister(5489)
  for (let i = 1; i < 10_000; i++) word()
  expect(word()).toBe(4_123_659_995)
})
