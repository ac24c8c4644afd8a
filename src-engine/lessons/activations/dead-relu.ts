import { deadShare } from '../../inspect/units.ts'
import { forward } from '../../reference/network.ts'
import { initialState } from '../../reference/optimizers.ts'
import { trainStep } from '../../reference/train-step.ts'
import { NetworkSpec } from '../../spec/network.ts'
import { TrainingSpec } from '../../spec/training.ts'
import { initialWeights } from '../../train/initial-weights.ts'
import { pointsOfDisc } from '../disc.ts'

export interface DeadReluOptions {
  readonly rates: readonly number[]
  /** In the hidden layer. */
  readonly units: number
  readonly steps: number
  readonly seed: number
}

export interface DeadUnits {
  readonly rate: number
  /** Shares of units that give 0 for every example, before and after training. */
  readonly before: number
  readonly after: number
  readonly loss: number
}

const EXAMPLES = 32

/**
 * A hidden layer of relu learns to tell the points of a disc from those around it, with rising learning rates. A step that
 * is too large throws units to where they give 0 for every example, and there no gradient fetches them back; from a fifth of
 * them on the rate should be lower.
 */
export function deadRelu({ rates, units, steps, seed }: DeadReluOptions): DeadUnits[] {
  const network = NetworkSpec.parse({
    input: [2],
    layers: [
      { type: 'dense', units, activation: 'relu' },
      { type: 'dense', units: 1, activation: 'sigmoid' },
    ],
  })
  const { x, labels } = pointsOfDisc(seed, EXAMPLES)
  const share = (weights: Float64Array): number => deadShare(forward(network, weights, x)[0]?.a ?? [], units)
  return rates.map((rate) => {
    const settings = TrainingSpec.parse({
      loss: 'binaryCrossentropy',
      optimizer: { type: 'sgd', learningRate: rate },
    })
    let weights = Float64Array.from(initialWeights(network, seed))
    const before = share(weights)
    let state = initialState(weights.length)
    let loss = NaN
    for (let step = 0; step < steps; step++) {
      const next = trainStep(network, settings, weights, state, { x, labels })
      ;({ state, loss } = next)
      weights = Float64Array.from(next.weights)
    }
    return { rate, before, after: share(weights), loss }
  })
}
