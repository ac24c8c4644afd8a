import { sizeOf } from '../spec/shapes.ts'
import type { LossName } from '../spec/training.ts'
import type { Arena } from './arena.ts'
import { instruction, thenBarrier, type Instruction } from './instructions.ts'
import { activationCode, type Tensor } from './tensor.ts'

interface LossContext {
  readonly arena: Arena
  readonly batchSize: number
  readonly loss: LossName | undefined
  /** What the last layer makes in training and in evaluation (these differ behind a trailing dropout). */
  readonly output: Tensor
  readonly evaluated: Tensor
}

export interface LossPlan {
  readonly classes: number
  readonly labels: number
  /** Address of the network's answers in evaluation, (examples, classes). */
  readonly outputs: number
  readonly predict: readonly Instruction[]
  readonly evaluate: readonly Instruction[]
  readonly train: readonly Instruction[]
}

/** Without a loss, cross-entropy is measured behind softmax and the squared error otherwise. */
export function planLoss({ arena, batchSize, loss, output, evaluated }: LossContext): LossPlan {
  const classes = sizeOf(output.shape)
  const softmax = output.activation === 'softmax'
  const outputs = softmax ? arena.allocate(4 * batchSize * classes) : evaluated.value
  const labels = arena.allocate(4 * batchSize)
  const buffers = { classes, labels, losses: arena.allocate(8 * batchSize), correct: arena.allocate(4 * batchSize) }
  const args = (tensor: Tensor, delta: number) => ({
    ...buffers,
    output: tensor.value,
    probabilities: softmax ? outputs : tensor.value,
    delta,
    activation: activationCode(tensor.activation),
  })
  const name = loss ?? (softmax ? 'categoricalCrossentropy' : 'meanSquaredError')
  const operation = name === 'categoricalCrossentropy' ? 'softmaxCrossEntropy' : 'meanSquaredError'
  const measured = (tensor: Tensor, delta: number): Instruction[] => [
    ...thenBarrier([instruction(operation, args(tensor, delta))]),
    // Nothing in the program reads the sums: no barrier.
    instruction('metrics', args(tensor, delta)),
  ]
  return {
    classes,
    labels,
    outputs,
    predict: softmax ? thenBarrier([instruction('softmax', args(evaluated, 0))]) : [],
    evaluate: measured(evaluated, 0),
    train: measured(output, output.delta),
  }
}
