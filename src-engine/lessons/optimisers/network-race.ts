import { evaluate } from '../../reference/network.ts'
import { initialState } from '../../reference/optimizers.ts'
import { trainStep } from '../../reference/train-step.ts'
import { NetworkSpec } from '../../spec/network.ts'
import { TrainingSpec } from '../../spec/training.ts'
import { initialWeights } from '../../train/initial-weights.ts'
import { createRng } from '../../train/rng.ts'
import { pointsOfDisc } from '../disc.ts'
import { field, type Field } from './race.ts'

export interface NetworkRaceOptions {
  readonly optimisers: Field
  readonly hidden: number
  readonly examples: number
  readonly batchSize: number
  readonly seed: number
}

export const NETWORK_RACE: NetworkRaceOptions = {
  ...{ optimisers: field(0.5, 0.05), hidden: 8, examples: 64, batchSize: 16, seed: 1 },
}

export interface NetworkRaceStep {
  readonly step: number
  /** C over all examples, by optimiser. */
  readonly losses: Readonly<Record<string, number>>
}

/** A 2-hidden-1 network learns to tell a disc from what is around it, once with each optimiser, from the same weights and with the same batches; without end. */
export function* networkRace(options: Partial<NetworkRaceOptions> = {}): Generator<NetworkRaceStep, never> {
  const { optimisers, hidden, examples, batchSize, seed } = { ...NETWORK_RACE, ...options }
  const network = NetworkSpec.parse({
    input: [2],
    layers: [
      { type: 'dense', units: hidden, activation: 'tanh' },
      { type: 'dense', units: 1, activation: 'sigmoid' },
    ],
  })
  const { x, labels } = pointsOfDisc(seed, examples)
  const rng = createRng(seed, 'shuffle')
  const weights = Float64Array.from(initialWeights(network, seed))
  let runners = Object.entries(optimisers).map(([name, optimizer]) => ({
    ...{ name, weights, state: initialState(weights.length) },
    settings: TrainingSpec.parse({ loss: 'binaryCrossentropy', optimizer }),
  }))
  for (let step = 0; ; step++) {
    const costs = runners.map((one) => [
      one.name,
      evaluate(network, 'binaryCrossentropy', one.weights, { x, labels }).loss,
    ])
    yield { step, losses: Object.fromEntries(costs) as Record<string, number> }
    const drawn = Array.from({ length: batchSize }, () => rng.below(examples))
    const batch = {
      x: Float64Array.from(drawn.flatMap((n) => [...x.subarray(2 * n, 2 * n + 2)])),
      labels: drawn.map((n) => labels[n] ?? NaN),
    }
    runners = runners.map((one) => {
      const next = trainStep(network, one.settings, one.weights, one.state, batch)
      return { ...one, weights: Float64Array.from(next.weights), state: next.state }
    })
  }
}
