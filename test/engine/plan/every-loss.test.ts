import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { evaluate, gradient } from '../../../src-engine/reference/network.ts'
import { oneHot, smooth } from '../../../src-engine/reference/targets.ts'
import { checkOutput } from '../../../src-engine/spec/check-training.ts'
import { Activation, type NetworkSpec } from '../../../src-engine/spec/network.ts'
import { inferShapes, SpecError } from '../../../src-engine/spec/shapes.ts'
import { LossName } from '../../../src-engine/spec/training.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'

const ending = (activation: Activation, units: number): NetworkSpec =>
  network({
    input: [6],
    layers: [
      { type: 'dense', units: 7, activation: 'tanh' },
      { type: 'dense', units, activation },
    ],
  })

/** Where the last layer has no activation of its own: what it passes on was made by one. */
const passing = network({
  input: [6],
  layers: [
    { type: 'dense', units: 4, activation: 'sigmoid' },
    { type: 'reshape', targetShape: [2, 2] },
    { type: 'flatten' },
  ],
})

function fits(spec: NetworkSpec, loss: LossName): boolean {
  try {
    checkOutput(inferShapes(spec), loss)
    return true
  } catch (error) {
    if (error instanceof SpecError) return false
    throw error
  }
}

/** Every loss behind every activation that it goes with, for one, two and five outputs. */
const cases = LossName.options.flatMap((loss) =>
  [
    ...Activation.options.flatMap((activation) =>
      [1, 2, 5].map((units): [string, NetworkSpec] => [`${activation}, ${units} outputs`, ending(activation, units)]),
    ),
    ['sigmoid passed on', passing] satisfies [string, NetworkSpec],
  ]
    .filter(([, spec]) => fits(spec, loss))
    .map(([name, spec]): [LossName, string, NetworkSpec] => [loss, name, spec]),
)

describe.each(cases)('%s behind %s', (loss, name, spec) => {
  const count = 5
  const x = normals(1, count * 6)
  const outputs = inferShapes(spec).at(-1)!.outputShape[0]!
  const labels = Array.from({ length: count }, (_, i) => i % Math.max(2, outputs))
  const weights = normals(
    9,
    inferShapes(spec).reduce((sum, { parameterCount }) => sum + parameterCount, 0),
  )
  const factors = Float64Array.of(1, 0.5, 2, 0, 1.25)

  it.each([0, 0.25])('agrees with the reference, examples weighted, targets smoothed by %d', (labelSmoothing) => {
    const options = training({ loss, labelSmoothing, optimizer: { type: 'sgd' } })
    const model = createModel(kernels, { network: spec, batchSize: 6, threads: 1, training: options })
    model.setWeights(Float32Array.from(weights))
    model.inputs().set(x)
    model.labels().set(labels)
    model.exampleWeights().set(factors)
    const targets = smooth(oneHot(labels, outputs), outputs, labelSmoothing)
    const reference = gradient(spec, loss, weights, { x, labels, targets, weights: factors })
    const kernel = model.gradient(count)
    // Hellinger's distance to a target of 0 or an answer near 0 and exp of a large square magnify the last digits.
    const tolerance = loss === 'hellinger' || loss === 'exponential' ? 1e-4 : 5e-6
    if (Math.hypot(...reference.gradient) === 0) expect(Math.hypot(...kernel)).toBe(0)
    else expect(relativeDistance(kernel, reference.gradient), name).toBeLessThan(tolerance)
    const { loss: cost, lossSum, correct } = model.trainStep(count)
    expect(Math.abs(cost - reference.loss)).toBeLessThan(tolerance * Math.max(1, Math.abs(reference.loss)))
    expect(cost).toBe(model.costOf(lossSum, count))
    expect(correct).toBe(reference.correct)
  })

  it('evaluates to the loss itself', () => {
    const model = createModel(kernels, { network: spec, batchSize: 6, threads: 1, loss })
    model.setWeights(Float32Array.from(weights))
    model.inputs().set(x)
    model.labels().set(labels)
    const plain = evaluate(spec, loss, weights, { x, labels })
    const { lossSum, correct } = model.evaluate(count)
    const cost = model.costOf(lossSum, count)
    expect(Math.abs(cost - plain.loss)).toBeLessThan(1e-5 * Math.max(1, Math.abs(plain.loss)))
    expect(correct).toBe(plain.correct)
  })
})

it('there is a case for every loss', () => {
  expect(new Set(cases.map(([loss]) => loss))).toEqual(new Set(LossName.options))
})
