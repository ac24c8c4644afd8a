import {
  fitMlpClassifier,
  mlpAnswers,
  mlpIterations,
  type MlpClassifierOptions,
} from '../../reference/mlp-classifier.ts'
import { printedNumber, printedWrong, type Printed } from '../printed.ts'

export interface SklearnXorOptions {
  readonly hidden: number
  /** (examples, inputs) */
  readonly x: readonly (readonly number[])[]
  readonly labels: readonly number[]
  /** scikit-learn's random_state. */
  readonly seed: number
  readonly learningRate: number
  readonly maxIterations: number
}

export const SKLEARN_XOR: SklearnXorOptions = {
  hidden: 2,
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  labels: [0, 1, 1, 0],
  ...{ seed: 20, learningRate: 0.001, maxIterations: 10_000 },
}

/** Weights as scikit-learn lays them out: of each layer (inputs, units), and its biases. */
export interface Layout {
  readonly coefs: readonly (readonly (readonly number[])[])[]
  readonly intercepts: readonly (readonly number[])[]
}

export interface SklearnAnswers {
  /** Of class 1. */
  readonly probabilities: readonly number[]
  readonly predictions: readonly number[]
  /** The share of right predictions. */
  readonly score: number
}

export interface SklearnRun extends Layout, SklearnAnswers {
  readonly init: Layout
  readonly epochs: number
  readonly loss: number
}

export type SklearnActivation = 'logistic' | 'relu'

export interface SklearnXorResult extends Readonly<Record<SklearnActivation, SklearnRun>> {
  readonly printed: readonly Printed[]
}

/** scikit-learn's MLPClassifier on XOR as it prints itself: seeds, stopping rule and all. */
export function sklearnXor(options: Partial<SklearnXorOptions> = {}): SklearnXorResult {
  const settings = { ...SKLEARN_XOR, ...options }
  const [logistic, relu] = [run('logistic', settings), run('relu', settings)]
  return { logistic, relu, printed: [...printedOf('logistic', logistic), ...printedOf('relu', relu)] }
}

/** The loss of each iteration, to be drawn while it runs. */
export const sklearnIterations = (activation: SklearnActivation, options: Partial<SklearnXorOptions> = {}) =>
  mlpIterations(settingsOf(activation, { ...SKLEARN_XOR, ...options }))

/** What a network with these weights answers. */
export function sklearnAnswers(
  activation: SklearnActivation,
  weights: Float64Array,
  options: Partial<SklearnXorOptions> = {},
): SklearnAnswers {
  const settings = { ...SKLEARN_XOR, ...options }
  return judged(mlpAnswers(settingsOf(activation, settings), weights), settings.labels)
}

function judged(answers: Float64Array, labels: readonly number[]): SklearnAnswers {
  const probabilities = [...answers]
  const predictions = probabilities.map((p) => Number(p >= 0.5))
  const right = predictions.filter((answer, i) => answer === labels[i])
  return { probabilities, predictions, score: right.length / labels.length }
}

function settingsOf(activation: SklearnActivation, { x, ...rest }: SklearnXorOptions): MlpClassifierOptions {
  return { ...rest, x: Float64Array.from(x.flat()), activation: activation === 'logistic' ? 'sigmoid' : 'relu' }
}

function run(activation: SklearnActivation, settings: SklearnXorOptions): SklearnRun {
  const { hidden, x, labels } = settings
  const fit = fitMlpClassifier(settingsOf(activation, settings))
  const sizes = [x[0]?.length ?? 0, hidden, 1]
  return {
    ...{ epochs: fit.iterations, loss: fit.loss, ...judged(fit.probabilities, labels) },
    ...laidOut(fit.weights, sizes),
    init: laidOut(fit.initialWeights, sizes),
  }
}

function laidOut(weights: Float64Array, sizes: readonly number[]): Layout {
  const coefs: number[][][] = []
  const intercepts: number[][] = []
  let offset = 0
  const take = (count: number): number[] => [...weights.subarray(offset, (offset += count))]
  for (const [layer, inputs] of sizes.slice(0, -1).entries()) {
    const units = sizes[layer + 1] ?? 0
    coefs.push(Array.from({ length: inputs }, () => take(units)))
    intercepts.push(take(units))
  }
  return { coefs, intercepts }
}

const PRINTS: Readonly<Record<SklearnActivation, readonly [score: string, predictions: string]>> = {
  logistic: ['0.5', '1111'],
  relu: ['1.0', '0110'],
}

function printedOf(activation: SklearnActivation, { score, predictions }: SklearnRun): Printed[] {
  const [ofScore, ofPredictions] = PRINTS[activation]
  const answers = predictions.join('')
  return [
    printedNumber(`score, ${activation}`, ofScore, score),
    { ...printedWrong(`predictions, ${activation}`, ofPredictions, answers, ''), agrees: answers === ofPredictions },
  ]
}
