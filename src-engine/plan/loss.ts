import * as layout from '../kernels/assembly/layout.ts'
import type { Task } from '../spec/data.ts'
import { sizeOf } from '../spec/shapes.ts'
import type { LossName } from '../spec/training.ts'
import type { Arena } from './arena.ts'
import { instruction, thenBarrier, type Instruction } from './instructions.ts'
import { belowOf, LINEAR, ownOf, type AppliedActivation, type Tensor } from './tensor.ts'

interface LossContext {
  readonly arena: Arena
  readonly batchSize: number
  readonly loss: LossName | undefined
  readonly task: Task
  readonly smoothing: number
  /** What the last layer makes in training and in evaluation (these differ behind a trailing dropout). */
  readonly output: Tensor
  readonly evaluated: Tensor
  /** The last layer's activation, which makes the answers of its output. */
  readonly activation: AppliedActivation
}

export interface LossPlan {
  readonly classes: number
  readonly labels: number
  /** Address of the targets of a regression, float32 (examples, outputs); 0 of a classification. */
  readonly targets: number
  /** Address of the factor of each example's loss, float32. */
  readonly exampleWeights: number
  /** Address of each example's loss, its factor included, float64. */
  readonly losses: number
  /** Address of the network's answers in evaluation, (examples, classes). */
  readonly outputs: number
  readonly predict: readonly Instruction[]
  readonly evaluate: readonly Instruction[]
  readonly train: readonly Instruction[]
  /** The cost of so many examples from the sum of their losses. */
  costOf(sum: number, count: number): number
}

interface LossForm {
  /** What is counted of each answer. */
  readonly kind: number
  /** What an example's count is divided by: a number, or the number of outputs. */
  readonly divisor: number | 'outputs'
  /** The cost is a mean over the examples, its root, or their sum. */
  readonly over?: 'root' | 'sum'
}

/** Formulas in `reference/losses/`. */
const FORMS: Readonly<Record<LossName, LossForm>> = {
  categoricalCrossentropy: { kind: layout.CATEGORICAL, divisor: 1 },
  binaryCrossentropy: { kind: layout.SIGMOID_CROSS_ENTROPY, divisor: 'outputs' },
  kOutputCrossentropy: { kind: layout.SIGMOID_CROSS_ENTROPY, divisor: 1 },
  meanSquaredError: { kind: layout.SQUARES, divisor: 'outputs' },
  meanSummedSquaredError: { kind: layout.SQUARES, divisor: 1 },
  halfMeanSummedSquaredError: { kind: layout.SQUARES, divisor: 2 },
  sumSquaredError: { kind: layout.SQUARES, divisor: 1, over: 'sum' },
  halfSumSquaredError: { kind: layout.SQUARES, divisor: 2, over: 'sum' },
  rootMeanSquaredError: { kind: layout.SQUARES, divisor: 1, over: 'root' },
  meanAbsoluteError: { kind: layout.ABSOLUTES, divisor: 'outputs' },
  meanSummedAbsoluteError: { kind: layout.ABSOLUTES, divisor: 1 },
  kullbackLeiblerDivergence: { kind: layout.KULLBACK_LEIBLER, divisor: 1 },
  hellinger: { kind: layout.HELLINGER, divisor: Math.SQRT2 },
  exponential: { kind: layout.EXPONENTIAL, divisor: 1 },
  perceptron: { kind: layout.PERCEPTRON, divisor: 1 },
}

/** Losses that are written by the logits behind softmax. */
const OF_LOGITS: readonly LossName[] = ['categoricalCrossentropy', 'kullbackLeiblerDivergence']

/**
 * Without a loss, cross-entropy is measured behind softmax and the squared error otherwise. Label smoothing is for training
 * alone: evaluation measures the loss itself.
 */
export function planLoss(context: LossContext): LossPlan {
  const { arena, batchSize, task, smoothing, output, evaluated, activation } = context
  const classes = sizeOf(output.shape)
  const isSoftmax = activation.code === layout.SOFTMAX
  const isLinear = activation.code === layout.LINEAR
  const name = context.loss ?? (isSoftmax ? 'categoricalCrossentropy' : 'meanSquaredError')
  const { kind, divisor, over } = FORMS[name]
  const outputs = isLinear ? evaluated.value : arena.allocate(4 * batchSize * classes)
  const labels = arena.allocate(4 * batchSize)
  const targets = task === 'regression' ? arena.allocate(4 * batchSize * classes) : 0
  const exampleWeights = arena.allocate(4 * batchSize)
  const losses = arena.allocate(8 * batchSize)
  const common = {
    ...{ classes, labels, targets, weights: exampleWeights },
    ...{ losses, correct: arena.allocate(4 * batchSize) },
    ...{ kind, divisor: divisor === 'outputs' ? classes : divisor, mean: over === 'sum' ? 0 : 1 },
    ...ownOf(activation),
  }
  const training = {
    ...{ ...common, output: output.value, answers: isLinear ? output.value : outputs, delta: output.delta },
    ...{ smoothing, ...belowOf(output) },
  }
  const evaluation = {
    ...{ ...common, output: evaluated.value, answers: outputs, delta: 0, smoothing: 0 },
    ...belowOf({ ...evaluated, activation: LINEAR }),
  }
  const operation = isSoftmax && OF_LOGITS.includes(name) ? 'softmaxCrossEntropy' : 'loss'
  const measured = (args: typeof training): Instruction[] => [
    ...thenBarrier([instruction(operation, args)]),
    instruction('metrics', args),
  ]
  return {
    ...{ classes, labels, targets, exampleWeights, outputs, losses },
    predict: isLinear ? [] : thenBarrier([instruction('answers', evaluation)]),
    // Nothing in the program reads the sums that metrics leaves, so no barrier stands behind it, but where the cost is a root.
    evaluate: measured(evaluation),
    train:
      over === 'root'
        ? [...thenBarrier(measured(training)), ...thenBarrier([instruction('rootGradient', training)])]
        : measured(training),
    costOf(sum, count) {
      if (over === 'sum') return sum
      return over === 'root' ? Math.sqrt(sum / count) : sum / count
    },
  }
}
