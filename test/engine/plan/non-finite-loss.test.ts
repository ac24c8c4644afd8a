import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { gradient } from '../../../src-engine/reference/network.ts'
import { checkOutput } from '../../../src-engine/spec/check-training.ts'
import { Activation, type NetworkSpec } from '../../../src-engine/spec/network.ts'
import { inferShapes, SpecError } from '../../../src-engine/spec/shapes.ts'
import { LossName } from '../../../src-engine/spec/training.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'

function fits(spec: NetworkSpec, loss: LossName): boolean {
  try {
    checkOutput(inferShapes(spec), loss)
    return true
  } catch (error) {
    if (error instanceof SpecError) return false
    throw error
  }
}

const ending = (activation: Activation, units: number): NetworkSpec =>
  network({ input: [1], layers: [{ type: 'dense', units, activation }] })

const cases = LossName.options.flatMap((loss) =>
  Activation.options.flatMap((activation) =>
    [1, 3]
      .filter((units) => fits(ending(activation, units), loss))
      .map((units): [LossName, Activation, number] => [loss, activation, units]),
  ),
)

const kindOf = (value: number): string => (Number.isFinite(value) ? 'finite' : String(value))

/** The kernel is 0, so that the biases are the logits and their gradient is ∂C/∂z. */
describe.each(cases)('%s behind %s, outputs: %i', (loss, activation, units) => {
  it.each([
    [NaN, 0],
    [NaN, 1],
    [Infinity, 0],
    [Infinity, 1],
    [-Infinity, 0],
    [-Infinity, 1],
  ])('of the logit %d where the label is %i is what the reference says', (value, label) => {
    const spec = ending(activation, units)
    const weights = Float64Array.of(...Array<number>(units).fill(0), value, ...[0.5, -1].slice(0, units - 1))
    const batch = { x: Float64Array.of(1), labels: [label] }
    const reference = gradient(spec, loss, weights, batch)
    const model = createModel(kernels, { network: spec, batchSize: 1, threads: 1, training: training({ loss }) })
    model.setWeights(Float32Array.from(weights))
    model.inputs().set([1])
    model.labels().set([label])
    model.gradient(1).forEach((own, i) => {
      // Where relu is not on the kernels pass nothing on, not even 0 · ∞.
      if (activation === 'relu' && !(weights[units + (i % units)]! > 0)) return
      expect(kindOf(own), `number ${i}`).toBe(kindOf(reference.gradient[i]!))
    })
    const { loss: cost, correct } = model.trainStep(1)
    expect(kindOf(cost)).toBe(kindOf(reference.loss))
    expect(correct).toBe(reference.correct)
  })
})
