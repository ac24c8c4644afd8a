import { descend, type Descent } from '../../reference/descent.ts'
import { lossOf, type Batch } from '../../reference/network.ts'
import { NetworkSpec } from '../../spec/network.ts'
import { createRng } from '../../train/rng.ts'

/** A 2-2-1 network; W1 has a row for each hidden unit. */
export interface TwoTwoOne {
  readonly W1: readonly (readonly number[])[]
  readonly b1: readonly number[]
  readonly W2: readonly number[]
  readonly b2: number
}

export interface TwinRun {
  readonly init: TwoTwoOne
  /** What is wanted for 00, 01, 10, 11. */
  readonly targets: readonly number[]
}

export interface TwinState extends TwoTwoOne {
  /** Whether both hidden units are the same still. */
  readonly hidden_rows_identical: boolean
  readonly cost: number
}

export const TWO_TWO_ONE_NETWORK = NetworkSpec.parse({
  input: [2],
  layers: [
    { type: 'dense', units: 2, activation: 'sigmoid' },
    { type: 'dense', units: 1, activation: 'sigmoid' },
  ],
})

/** Gradient descent on the cross-entropy of all four examples, step by step without end; first the beginning. */
export function* trainTwins({ init, targets }: TwinRun, eta: number): Generator<TwinState, never> {
  const batch: Batch = { x: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1), labels: targets }
  const descent: Descent = {
    ...{ loss: 'binaryCrossentropy', learningRate: eta, order: 'simultaneous', trains: ['kernel', 'bias'] },
  }
  let weights = stored(init)
  for (;;) {
    yield stateOf(weights, lossOf(TWO_TWO_ONE_NETWORK, descent.loss, weights, batch))
    weights = descend(TWO_TWO_ONE_NETWORK, descent, weights, batch)
  }
}

/** The beginning and so many steps. */
export function* twinSteps(run: TwinRun, eta: number, steps: number): Generator<TwinState> {
  const training = trainTwins(run, eta)
  for (let step = 0; step <= steps; step++) yield training.next().value
}

/** Every number the same. */
export const constant = (value: number): TwoTwoOne => ({
  W1: [
    [value, value],
    [value, value],
  ],
  ...{ b1: [value, value], W2: [value, value], b2: value },
})

/** Weights drawn from [−ε, ε), biases 0. */
export function uniform(epsilon: number, seed: number): TwoTwoOne {
  const rng = createRng(seed, 'initializer')
  const two = (): number[] => [0, 0].map(() => rng.uniform() * 2 * epsilon - epsilon)
  return { W1: [two(), two()], b1: [0, 0], W2: two(), b2: 0 }
}

/** Storage has W1 by input. */
function stored({ W1, b1, W2, b2 }: TwoTwoOne): Float64Array {
  return Float64Array.from([...[0, 1].flatMap((input) => W1.map((row) => row[input] ?? NaN)), ...b1, ...W2, b2])
}

function stateOf(weights: Float64Array, cost: number): TwinState {
  const [w11 = NaN, w21 = NaN, w12 = NaN, w22 = NaN, b1 = NaN, b2 = NaN, v1 = NaN, v2 = NaN, b = NaN] = weights
  return {
    W1: [
      [w11, w12],
      [w21, w22],
    ],
    ...{ b1: [b1, b2], W2: [v1, v2], b2: b },
    ...{ hidden_rows_identical: w11 === w21 && w12 === w22 && b1 === b2 && v1 === v2, cost },
  }
}
