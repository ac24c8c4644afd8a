import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { evaluate, forward } from '../../../src-engine/reference/network.ts'
import { initialState } from '../../../src-engine/reference/optimizers.ts'
import { trainStep } from '../../../src-engine/reference/train-step.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { goldens } from '../support/goldens.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { expectGolden } from '../support/numbers.ts'

const SEEDS = 4000
const EPOCHS = 1000
const x = Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1)
const labels = [0, 1, 1, 0]

describe.each([
  ['1', 2, 'sigmoid'],
  ['2', 2, 'relu'],
  ['3', 3, 'relu'],
] as const)('the Keras model %s of XOR: %i hidden units, %s', (name, units, activation) => {
  const spec = network({
    input: [2],
    layers: [
      { type: 'dense', units, activation, kernelInitializer: { type: 'randomNormal', mean: 0.75, stddev: 0.01 } },
      { type: 'dense', units: 1, activation: 'sigmoid', kernelInitializer: 'glorotUniform' },
    ],
  })
  const simulated = goldens.keras_xor.simulation_4000_seeds[name]!
  const printed = goldens.keras_xor.printed[name]!

  it('comes from explicit weights to what is printed', () => {
    const { W1, W2, out } = simulated.closest
    const zeros = W2.map(() => 0)
    let weights: Float64Array = Float64Array.from([...W1.flat(), ...zeros, ...W2, 0])
    let state = initialState(weights.length)
    const settings = training({ loss: 'meanSquaredError', optimizer: { type: 'adam', variant: 'keras' } })
    for (let epoch = 0; epoch < EPOCHS; epoch++)
      ({ weights, state } = trainStep(spec, settings, weights, state, { x, labels }))
    const probabilities = forward(spec, weights, x).at(-1)!.a
    expectGolden(probabilities, out, 1e-10)
    probabilities.forEach((p, i) => {
      expect(Math.abs(p - printed.prob[i]!)).toBeLessThan(1e-3)
    })
    expect(evaluate(spec, 'meanSquaredError', weights, { x, labels }).correct / 4).toBe(printed.acc)
  })

  it(`reaches the printed accuracy as often over ${SEEDS} seeds`, () => {
    // The kernels, because these are twelve million steps; where ε stands in Adam does not matter for the share.
    const settings = training({ loss: 'meanSquaredError', optimizer: { type: 'adam' } })
    const model = createModel(kernels, { network: spec, batchSize: 4, threads: 1, training: settings })
    const untouched = new Float32Array(model.optimizerState().length)
    model.inputs().set(x)
    model.labels().set(labels)
    let reached = 0
    for (let seed = 0; seed < SEEDS; seed++) {
      model.setWeights(initialWeights(spec, seed))
      model.setOptimizerState(untouched)
      for (let epoch = 0; epoch < EPOCHS; epoch++) model.trainStep(4)
      if (model.evaluate(4).correct / 4 === printed.acc) reached += 1
    }
    const golden = simulated.accuracy_hist[String(printed.acc)]!
    expect(Math.abs(reached - golden) / SEEDS).toBeLessThan(0.03)
  })
})

it('learns XOR one-hot: its truth and its complement', () => {
  const { rows } = goldens.one_hot.xor
  const inputs = Float64Array.from(rows.flatMap((row) => row.slice(0, 2)))
  const targets = Float64Array.from(rows.flatMap((row) => row.slice(2)))
  const classes = rows.map((row) => row.indexOf(1, 2) - 2)
  const spec = network({
    input: [2],
    layers: [
      { type: 'dense', units: 4, activation: 'tanh' },
      { type: 'dense', units: 2, activation: 'softmax' },
    ],
  })
  const settings = training({ optimizer: { type: 'adam', learningRate: 0.05 } })
  let weights: Float64Array = Float64Array.from(initialWeights(spec, 1))
  let state = initialState(weights.length)
  for (let epoch = 0; epoch < 300; epoch++)
    ({ weights, state } = trainStep(spec, settings, weights, state, { x: inputs, labels: classes, targets }))
  const answers = forward(spec, weights, inputs).at(-1)!.a
  answers.forEach((p, i) => {
    expect(Math.abs(p - targets[i]!)).toBeLessThan(0.05)
  })
})
