import { AdamSpec } from '../spec/optimizer.ts'
import { NetworkSpec } from '../spec/network.ts'
import { inferShapes, sizeOf } from '../spec/shapes.ts'
import { fans } from './initializers.ts'
import { createMersenneTwister } from './mt19937.ts'
import { forward } from './network.ts'
import { initialState } from './optimizers.ts'
import { kernelMask, penalty } from './regularization.ts'
import { trainStep } from './train-step.ts'

export interface MlpClassifierOptions {
  readonly hidden: number
  readonly activation: 'sigmoid' | 'relu'
  /** (examples, inputs), all of them in every step. */
  readonly x: Float64Array
  /** 0 or 1 for each example. */
  readonly labels: readonly number[]
  readonly seed: number
  readonly maxIterations: number
  /** 0.001 unless given. */
  readonly learningRate?: number
}

export interface MlpClassifierFit {
  readonly initialWeights: Float64Array
  readonly weights: Float64Array
  readonly iterations: number
  /** With the penalty, before the last update. */
  readonly loss: number
  /** Of class 1 for each example. */
  readonly probabilities: Float64Array
}

/** Penalty α·½Σw²/n, least gain of an iteration, and how many in a row may miss it: scikit-learn's defaults. */
const ALPHA = 1e-4
export const TOLERANCE = 1e-4
export const PATIENCE = 10

export interface MlpIteration {
  /** 1 after the first. */
  readonly iteration: number
  /** With the penalty, before the update. */
  readonly loss: number
  /** How many in a row have gained too little, this one counted. */
  readonly missed: number
  readonly weights: Float64Array
}

/** What a network with these weights says of class 1 for each example. */
export function mlpAnswers(options: MlpClassifierOptions, weights: Float64Array): Float64Array {
  return forward(networkOf(options), weights, options.x).at(-1)?.a ?? new Float64Array(0)
}

/** The fit of `mlpIterations`, done. */
export function fitMlpClassifier(options: MlpClassifierOptions): MlpClassifierFit {
  const first = drawWeights(networkOf(options), options)
  let last: MlpIteration = { iteration: 0, loss: Infinity, missed: 0, weights: first }
  for (const iteration of mlpIterations(options)) last = iteration
  const { iteration: iterations, loss, weights } = last
  return { initialWeights: first, weights, iterations, loss, probabilities: mlpAnswers(options, weights) }
}

/**
 * A two-class network with one hidden layer, trained as scikit-learn's `MLPClassifier` does with its default solver: Adam in
 * its ε-hat form on all examples at once, cross-entropy behind one logistic output, L2 on the kernels, kernels and biases
 * from ±√(f / (fanIn + fanOut)) with f = 2 for logistic and 6 for relu, until 10 iterations in a row gained less than 1e-4.
 */
export function* mlpIterations(options: MlpClassifierOptions): Generator<MlpIteration> {
  const { x, labels, maxIterations, learningRate = 0.001 } = options
  const network = networkOf(options)
  const settings = {
    loss: 'binaryCrossentropy' as const,
    optimizer: AdamSpec.parse({ type: 'adam', learningRate, epsilon: 1e-8, variant: 'keras' }),
    regularization: { l1: 0, l2: ALPHA / (2 * labels.length), weightDecay: 0 },
  }
  const kernels = kernelMask(inferShapes(network))
  let weights = drawWeights(network, options)
  let state = initialState(weights.length)
  let best = Infinity
  let missed = 0
  for (let iteration = 1; iteration <= maxIterations && missed <= PATIENCE; iteration++) {
    const step = trainStep(network, settings, weights, state, { x, labels })
    const loss = step.loss + penalty(weights, kernels, settings.regularization)
    weights = Float64Array.from(step.weights)
    state = step.state
    missed = loss > best - TOLERANCE ? missed + 1 : 0
    best = Math.min(best, loss)
    yield { iteration, loss, missed, weights }
  }
}

function networkOf({ hidden, activation, x, labels }: MlpClassifierOptions): NetworkSpec {
  return NetworkSpec.parse({
    input: [x.length / labels.length],
    layers: [
      { type: 'dense', units: hidden, activation },
      { type: 'dense', units: 1, activation: 'sigmoid' },
    ],
  })
}

/** Every tensor from the bound of its layer's kernel. */
function drawWeights(network: NetworkSpec, { activation, seed }: MlpClassifierOptions): Float64Array {
  const factor = activation === 'sigmoid' ? 2 : 6
  const rng = createMersenneTwister(seed)
  return Float64Array.from(
    inferShapes(network).flatMap(({ parameters }) => {
      const { fanIn, fanOut } = fans(parameters[0]?.shape ?? [])
      const bound = Math.sqrt(factor / (fanIn + fanOut))
      return parameters.flatMap(({ shape }) =>
        Array.from({ length: sizeOf(shape) }, () => -bound + 2 * bound * rng.uniform()),
      )
    }),
  )
}
