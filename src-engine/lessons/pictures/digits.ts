import { labelOf } from '../../data/pictures/drawn-pictures.ts'
import { drawnDigits } from '../../data/pictures/digits/digits.ts'
import { evaluate, forward } from '../../reference/network.ts'
import type { Initializer } from '../../spec/initializer.ts'
import { NetworkSpec } from '../../spec/network.ts'
import { inferShapes } from '../../spec/shapes.ts'
import { initialWeights } from '../../train/initial-weights.ts'
import { createRng } from '../../train/rng.ts'

export interface DigitsOptions {
  /** Drawn digits that the loss is measured on. */
  readonly examples: number
  readonly seed: number
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[]
  /** For the numbers of updates. */
  readonly batchSize: number
  readonly epochs: number
  readonly trainingExamples: number
}

export const DIGITS: DigitsOptions = {
  ...{ examples: 50, seed: 1, hidden: [500, 500, 500], batchSize: 100, epochs: 10, trainingExamples: 55_000 },
}

/** Networks whose parameters the sources count, by their sizes. */
const SIZES = [
  [784, 15, 10],
  [784, 32, 10],
  [784, 32, 10, 10],
  [784, 500, 500, 500, 10],
  [64, 64, 2],
  [2, 2, 2],
  [2, 2, 1],
  [2, 3, 1],
] as const

/** Parameters of one layer: inputs · units weights and a bias for each unit. */
export interface LayerCount {
  readonly inputs: number
  readonly units: number
  readonly weights: number
  readonly biases: number
}

/** Before any training. */
export interface InitialLoss {
  readonly loss: number
  readonly accuracy: number
  /** The largest and the mean size of the numbers that softmax gets. */
  readonly largestLogit: number
  readonly meanLogit: number
}

export interface DigitsResult {
  readonly parameter_counts: Readonly<Record<string, number>>
  readonly layers: Readonly<Record<string, readonly LayerCount[]>>
  readonly batch_arithmetic: {
    readonly updates_per_epoch: number
    readonly updates: number
    readonly pixels: Readonly<Record<string, number>>
  }
  /** −ln(1/10): what even answers cost. */
  readonly evenLoss: number
  /** Weights and biases from N(0, 1), as the book prints it, and He's. */
  readonly initial_loss: Readonly<Record<'N(0, 1)' | 'He', InitialLoss>>
}

/** The digit networks of the sources, and why weights from N(0, 1) start with a huge loss. */
export function digits(options: Partial<DigitsOptions> = {}): DigitsResult {
  const settings = { ...DIGITS, ...options }
  const { batchSize, epochs, trainingExamples } = settings
  const updates = Math.ceil(trainingExamples / batchSize)
  return {
    parameter_counts: Object.fromEntries(SIZES.map((sizes) => [sizes.join('-'), countParameters(sizes)])),
    layers: Object.fromEntries(SIZES.map((sizes) => [sizes.join('-'), layerCounts(sizes)])),
    batch_arithmetic: {
      ...{ updates_per_epoch: updates, updates: updates * epochs },
      pixels: Object.fromEntries([8, 16, 28, 32].map((side) => [`${side}x${side}`, side * side])),
    },
    evenLoss: Math.log(10),
    initial_loss: {
      'N(0, 1)': initialLoss(settings, { type: 'randomNormal', mean: 0, stddev: 1 }),
      He: initialLoss(settings, 'heNormal'),
    },
  }
}

/** So many digits of each class in turn: x (examples, 784) from 0 to 1, and labels. */
export function someDigits(examples: number, seed: number): { x: Float64Array; labels: number[] } {
  const { classes, count, draw } = drawnDigits
  const perClass = count / classes.length
  const rng = createRng(seed, 'data')
  const drawn = Array.from({ length: examples }, (_, n) => (n % classes.length) * perClass + rng.below(perClass))
  const x = Float64Array.from(drawn.flatMap((index) => Array.from(draw(index), (value) => value / 255)))
  return { x, labels: drawn.map((index) => labelOf(drawnDigits, index)) }
}

const spec = ([input = 0, ...units]: readonly number[]): NetworkSpec =>
  NetworkSpec.parse({ input: [input], layers: units.map((count) => ({ type: 'dense', units: count })) })

const countParameters = (sizes: readonly number[]): number =>
  inferShapes(spec(sizes)).reduce((sum, { parameterCount }) => sum + parameterCount, 0)

/** Layer by layer, what a network of these sizes has to learn. */
export const layerCounts = (sizes: readonly number[]): LayerCount[] =>
  sizes.slice(1).map((units, layer) => {
    const inputs = sizes[layer] ?? 0
    return { inputs, units, weights: inputs * units, biases: units }
  })

/** What a network of relus costs before any training, its weights drawn like this; biases too where it is a distribution. */
export function initialLoss({ examples, seed, hidden }: DigitsOptions, initializer: Initializer): InitialLoss {
  const biasInitializer = typeof initializer === 'object' ? initializer : 'zeros'
  const own = { type: 'dense', kernelInitializer: initializer, biasInitializer } as const
  const network = NetworkSpec.parse({
    input: [784],
    layers: [
      ...hidden.map((units) => ({ ...own, units, activation: 'relu' as const })),
      { ...own, units: 10, activation: 'softmax' },
    ],
  })
  const weights = Float64Array.from(initialWeights(network, seed))
  const { x, labels } = someDigits(examples, seed)
  const { loss, correct } = evaluate(network, 'categoricalCrossentropy', weights, { x, labels })
  const logits = (forward(network, weights, x).at(-1)?.z ?? new Float64Array(0)).map(Math.abs)
  return {
    ...{ loss, accuracy: correct / examples, largestLogit: Math.max(...logits) },
    meanLogit: logits.reduce((sum, value) => sum + value, 0) / logits.length,
  }
}
