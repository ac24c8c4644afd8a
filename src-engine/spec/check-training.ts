import type { Task } from './data.ts'
import type { Activation } from './network.ts'
import { activationOf, sizeOf, SpecError, type LayerInfo } from './shapes.ts'
import { isAugmented, type LossName, type TrainingSpec } from './training.ts'

/** Losses that are only defined, or only have their textbook gradient, behind certain activations. */
const NEEDED: Partial<Record<LossName, readonly Activation[]>> = {
  categoricalCrossentropy: ['softmax'],
  binaryCrossentropy: ['sigmoid'],
  kOutputCrossentropy: ['sigmoid'],
  kullbackLeiblerDivergence: ['softmax', 'sigmoid'],
  hellinger: ['softmax', 'sigmoid'],
  perceptron: ['step'],
}

/** Losses that measure how far an answer is from a number; all others are about shares or sides. */
const OF_NUMBERS: readonly LossName[] = [
  ...(['meanSquaredError', 'meanSummedSquaredError', 'halfMeanSummedSquaredError', 'sumSquaredError'] as const),
  ...(['halfSumSquaredError', 'rootMeanSquaredError', 'meanAbsoluteError', 'meanSummedAbsoluteError'] as const),
]

/**
 * Whether a network gives answers that a loss can judge; without a loss only whether it gives a list of numbers.
 * @throws {SpecError} with the path of the last layer, or `training.loss`
 */
export function checkOutput(
  infos: readonly LayerInfo[],
  loss: LossName | undefined,
  task: Task = 'classification',
): void {
  const info = infos.at(-1)
  if (info?.outputShape.length !== 1)
    throw new SpecError(
      `layers[${infos.length - 1}]`,
      'The last layer must give a flat list of numbers.',
      'End with a dense layer.',
    )
  if (!loss) return
  const activation = activationOf(info.spec) ?? 'linear'
  if (task === 'regression') checkNumbers(infos.length - 1, activation, loss)
  const needed = NEEDED[loss] ?? []
  if (needed.length > 0 && !needed.includes(activation))
    throw new SpecError(
      'training.loss',
      `The loss ${loss} needs ${needed.join(' or ')} on the last layer, not ${activation}.`,
      `Give the last layer the activation ${needed.join(' or ')}, or choose the loss meanSquaredError.`,
    )
  if (activation === 'softmax' && info.outputShape[0] === 1)
    throw new SpecError(
      `layers[${infos.length - 1}]`,
      'Softmax over a single output gives 1 whatever comes in.',
      'Give the last layer two units, or the activation sigmoid and the loss binaryCrossentropy.',
    )
  if (activation === 'step' && loss !== 'perceptron')
    throw new SpecError(
      'training.loss',
      `Step has no slope that ${loss} could follow.`,
      'Use the loss perceptron, or another activation on the last layer.',
    )
}

/** @param last index of the last layer */
function checkNumbers(last: number, activation: Activation, loss: LossName): void {
  if (!OF_NUMBERS.includes(loss))
    throw new SpecError(
      'training.loss',
      `The loss ${loss} tells classes apart, but a number is to be predicted.`,
      'Choose meanSquaredError or meanAbsoluteError.',
    )
  if (activation === 'softmax' || activation === 'step')
    throw new SpecError(
      `layers[${last}]`,
      `Behind ${activation} no number can be predicted: it gives ${activation === 'softmax' ? 'shares that add up to 1' : '0 or 1'}.`,
      'Give the last layer the activation linear.',
    )
}

/**
 * Whether a network can be trained in this way.
 * @throws {SpecError} with the JSON path inside the network, or from `training.` on
 */
export function checkTraining(
  infos: readonly LayerInfo[],
  training: TrainingSpec,
  task: Task = 'classification',
): void {
  checkOutput(infos, training.loss, task)
  if (task === 'regression') checkClassless(training)
  if (isAugmented(training.augmentation) && infos[0]?.inputShape.length !== 3)
    throw new SpecError('training.augmentation', 'Only pictures can be augmented.', 'Leave augmentation out.')
  const classes = Math.max(2, sizeOf(infos.at(-1)?.outputShape ?? []))
  const { classWeights, changes } = training
  if (classWeights && classWeights.length !== classes)
    throw new SpecError(
      'training.classWeights',
      `There are ${classes} classes, but ${classWeights.length} weights for them.`,
      `Give ${classes} numbers, or leave classWeights out.`,
    )
  for (const [index, change] of changes.entries()) {
    const path = `training.changes[${index}]`
    if (change.epoch <= (changes[index - 1]?.epoch ?? 1))
      throw new SpecError(
        `${path}.epoch`,
        'Changes must follow each other in time.',
        'Sort them by epoch, one for each.',
      )
    if (Object.keys(change).length === 1)
      throw new SpecError(
        path,
        'This change changes nothing.',
        'Set its learningRate, batching or batchSize, or remove it.',
      )
  }
}

function checkClassless({ classWeights, labelSmoothing }: TrainingSpec): void {
  if (classWeights)
    throw new SpecError(
      'training.classWeights',
      'There are no classes to weigh: a number is predicted.',
      'Leave classWeights out.',
    )
  if (labelSmoothing > 0)
    throw new SpecError(
      'training.labelSmoothing',
      'Only classes are smoothed, and a number is predicted.',
      'Set labelSmoothing to 0.',
    )
}
