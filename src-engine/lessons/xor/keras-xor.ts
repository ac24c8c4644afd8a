import { NetworkSpec } from '../../spec/network.ts'
import { initialWeights } from '../../train/initial-weights.ts'
import { printedNumber, type Printed } from '../printed.ts'
import { answersOf, trainSmallNetwork, type SmallTraining } from './small-network.ts'

/** One of the three models: its hidden layer, explicit first weights, and what is printed of it. */
export interface KerasModel extends Pick<SmallTraining, 'hidden' | 'activation'> {
  readonly name: string
  /** The first weights, which land within a thousandth of the print; biases begin at 0. W1 by input. */
  readonly W1: readonly (readonly number[])[]
  readonly W2: readonly number[]
  readonly printedProbabilities: readonly string[]
  readonly printedAccuracy: string
}

export type KerasName = '1' | '2' | '3'

export interface KerasXorOptions extends Pick<SmallTraining, 'labels' | 'learningRate' | 'epochs'> {
  readonly models: Readonly<Record<KerasName, KerasModel>>
  /** Networks of each model that are trained from drawn weights, and the first one's seed. */
  readonly seeds: number
  readonly firstSeed: number
  /** The hidden kernel is drawn from N(mean, stddev²), the output's from Glorot's uniform. */
  readonly mean: number
  readonly stddev: number
}

export const KERAS_XOR: KerasXorOptions = {
  ...{ labels: [0, 1, 1, 0], learningRate: 0.001, epochs: 1000 },
  ...{ seeds: 1000, firstSeed: 0, mean: 0.75, stddev: 0.01 },
  models: {
    1: {
      ...{ name: '2-2-1 sigmoid/sigmoid', hidden: 2, activation: 'sigmoid' },
      W1: [
        [0.7651712259447417, 0.7506065621469132],
        [0.7464379239674821, 0.7579258031866287],
      ],
      W2: [-1.307648566086585, -0.24975131422338448],
      printedProbabilities: ['0.51681733', '0.506059', '0.50623363', '0.49227926'],
      printedAccuracy: '0.75',
    },
    2: {
      ...{ name: '2-2-1 relu/sigmoid', hidden: 2, activation: 'relu' },
      W1: [
        [0.7548015114636966, 0.7150003971183343],
        [0.741417780849323, 0.7586282664306564],
      ],
      W2: [0.017758985922417647, -0.7202159618034712],
      printedProbabilities: ['0.47793186', '0.5813429', '0.5805019', '0.398048'],
      printedAccuracy: '1.0',
    },
    3: {
      ...{ name: '2-3-1 relu/sigmoid', hidden: 3, activation: 'relu' },
      W1: [
        [0.7469646633263155, 0.7472913140308609, 0.7506003963089818],
        [0.7595585042661547, 0.7554199915687804, 0.7484023609440646],
      ],
      W2: [-0.11396709353206758, 0.6944271350002094, -0.44789129285929963],
      printedProbabilities: ['0.3195203', '0.6992405', '0.6991698', '0.2968087'],
      printedAccuracy: '1.0',
    },
  },
}

/** Where one network ended. */
export interface Trained {
  readonly probabilities: readonly number[]
  readonly predictions: readonly number[]
  readonly accuracy: number
  readonly mse: number
}

/** How the networks of all seeds ended. */
export interface SeedBand {
  readonly seeds: number
  /** How many reached each accuracy. */
  readonly accuracy_hist: Readonly<Record<string, number>>
  readonly mse_quantiles_5_50_95: readonly number[]
  /** The share that reaches the printed accuracy. */
  readonly reached: number
}

export interface KerasXorResult {
  readonly models: Readonly<Record<KerasName, Trained & { readonly network: string }>>
  readonly simulation: Readonly<Record<KerasName, SeedBand>>
  readonly printed: readonly Printed[]
}

/** The three models from their explicit weights, and each from many seeds: nobody seeded what is printed. */
export function kerasXor(options: Partial<KerasXorOptions> = {}): KerasXorResult {
  const settings = { ...KERAS_XOR, ...options }
  const both = (name: KerasName) => {
    const found = explicit(name, settings)
    const band = bandOf([...seedRuns(name, settings)], Number(settings.models[name].printedAccuracy))
    return { model: { network: settings.models[name].name, ...found }, band, printed: printedOf(name, found, settings) }
  }
  const [one, two, three] = [both('1'), both('2'), both('3')]
  return {
    models: { 1: one.model, 2: two.model, 3: three.model },
    simulation: { 1: one.band, 2: two.band, 3: three.band },
    printed: [one, two, three].flatMap(({ printed }) => printed),
  }
}

/** The networks of one model from drawn weights, seed by seed, to be drawn while they come. */
export function* seedRuns(
  name: KerasName,
  options: Partial<KerasXorOptions> = {},
): Generator<Trained & { seed: number }> {
  const settings = { ...KERAS_XOR, ...options }
  const { models, mean, stddev, seeds, firstSeed } = settings
  const { hidden, activation } = models[name]
  const kernelInitializer = { type: 'randomNormal', mean, stddev } as const
  const network = NetworkSpec.parse({
    input: [2],
    layers: [
      { type: 'dense', units: hidden, activation, kernelInitializer },
      { type: 'dense', units: 1, activation: 'sigmoid', kernelInitializer: 'glorotUniform' },
    ],
  })
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++)
    yield { seed, ...trained(Float64Array.from(initialWeights(network, seed)), name, settings) }
}

/** @param wanted the accuracy that counts as reached */
export function bandOf(runs: readonly Trained[], wanted: number): SeedBand {
  const counts: Record<string, number> = { 0: 0, 0.25: 0, 0.5: 0, 0.75: 0, 1: 0 }
  for (const { accuracy } of runs) counts[accuracy] = (counts[accuracy] ?? 0) + 1
  const sorted = runs.map(({ mse }) => mse).sort((a, b) => a - b)
  return {
    ...{ seeds: runs.length, accuracy_hist: counts },
    mse_quantiles_5_50_95: [0.05, 0.5, 0.95].map((share) => quantile(sorted, share)),
    reached: runs.filter(({ accuracy }) => accuracy === wanted).length / runs.length,
  }
}

function explicit(name: KerasName, settings: KerasXorOptions): Trained {
  const { W1, W2, hidden } = settings.models[name]
  return trained(Float64Array.from([...W1.flat(), ...Array<number>(hidden).fill(0), ...W2, 0]), name, settings)
}

function trained(weights: Float64Array, name: KerasName, { models, labels, ...rest }: KerasXorOptions): Trained {
  const training = { ...rest, ...models[name], labels }
  trainSmallNetwork(weights, training)
  const probabilities = answersOf(weights, training)
  const predictions = probabilities.map((p) => Number(p >= 0.5))
  const right = predictions.filter((prediction, n) => prediction === labels[n]).length
  const squares = probabilities.map((p, n) => (p - (labels[n] ?? NaN)) ** 2)
  const mse = squares.reduce((sum, square) => sum + square, 0) / squares.length
  return { probabilities, predictions, accuracy: right / labels.length, mse }
}

/** Between the two nearest of sorted values, as numpy takes it. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const [below = NaN, above = below] = sorted.slice(Math.floor(place), Math.floor(place) + 2)
  return below + (above - below) * (place - Math.floor(place))
}

function printedOf(name: KerasName, found: Trained, { models }: KerasXorOptions): Printed[] {
  const { printedProbabilities, printedAccuracy } = models[name]
  const unseeded = 'nobody seeded the print; these first weights come closest to it'
  return [
    ...printedProbabilities.map((text, n) =>
      printedNumber(`model ${name}, answer ${n + 1}`, text, found.probabilities[n] ?? NaN, unseeded),
    ),
    printedNumber(`model ${name}, accuracy`, printedAccuracy, found.accuracy),
  ]
}
