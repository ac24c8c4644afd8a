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
const TOLERANCE = 1e-4
const PATIENCE = 10

/**
 * A two-class network with one hidden layer, trained as scikit-learn's `MLPClassifier` does with its default solver: Adam in
 * its ε-hat form on all examples at once, cross-entropy behind one logistic output, L2 on the kernels, kernels and biases
 * from ±√(f / (fanIn + fanOut)) with f = 2 for logistic and 6 for relu, until 10 iterations in a row gained less than 1e-4.
 */
export function fitMlpClassifier(options: MlpClassifierOptions): MlpClassifierFit {
  const { hidden, activation, x, labels, seed, maxIterations } = options
  const n = labels.length
  const network = NetworkSpec.parse({
    input: [x.length / n],
    layers: [
      { type: 'dense', units: hidden, activation },
      { type: 'dense', units: 1, activation: 'sigmoid' },
    ],
  })
  const settings = {
    loss: 'binaryCrossentropy' as const,
    optimizer: AdamSpec.parse({ type: 'adam', epsilon: 1e-8, variant: 'keras' }),
    regularization: { l1: 0, l2: ALPHA / (2 * n), weightDecay: 0 },
  }
  const first = drawWeights(network, activation === 'sigmoid' ? 2 : 6, seed)
  const kernels = kernelMask(inferShapes(network))
  let weights = first
  let state = initialState(weights.length)
  let best = Infinity
  let missed = 0
  let iterations = 0
  let loss = Infinity
  while (iterations < maxIterations && missed <= PATIENCE) {
    const step = trainStep(network, settings, weights, state, { x, labels })
    loss = step.loss + penalty(weights, kernels, settings.regularization)
    ;({ weights, state } = step)
    missed = loss > best - TOLERANCE ? missed + 1 : 0
    best = Math.min(best, loss)
    iterations += 1
  }
  const probabilities = forward(network, weights, x).at(-1)?.a ?? new Float64Array(0)
  return { initialWeights: first, weights, iterations, loss, probabilities }
}

/** Every tensor from the bound of its layer's kernel. */
function drawWeights(network: NetworkSpec, factor: number, seed: number): Float64Array {
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
