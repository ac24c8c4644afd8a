import type * as z from 'zod'
import type { PrepareSpec, Task } from './data.ts'
import { sizeOf, type Shape } from './shapes.ts'
import type { TrainingSpec } from './training.ts'

/** How a preset is trained unless somebody says otherwise; measured in docs/decisions/0006-first-run.md. */
export interface Recipe {
  readonly training: z.input<typeof TrainingSpec>
  /** Absent: as the data set was prepared. */
  readonly scale?: PrepareSpec['scale']
}

/** Turned, stretched, moved and recoloured, a few pictures of each class are many; none is mirrored: a sign or a letter is not. */
const PICTURES_VARIED = { rotate: 15, scale: 0.2, shift: 0.15, brightness: 0.2, colorJitter: 0.1 }

/** An epoch of fewer steps than this teaches too little before it is over. */
const LEAST_STEPS = 6

/** From here on a dense layer on the picture itself needs smaller steps and centred inputs. */
const WIDE = 1024

/** The rule as it was published: one example at a time, and each mistake moves the line by the example itself. */
const PERCEPTRON: Recipe['training'] = {
  epochs: 100,
  batching: 'online',
  loss: 'perceptron',
  optimizer: { type: 'sgd', learningRate: 1 },
}

const XOR: Recipe['training'] = {
  epochs: 1000,
  batching: 'full',
  loss: 'meanSquaredError',
  optimizer: { type: 'sgd', learningRate: 2, momentum: 0.9 },
}

const warmUp = { type: 'constant', warmupSteps: 20 } as const
const adam = (learningRate: number) => ({ type: 'adam', learningRate }) as const

/**
 * The recipe of a preset for so many training examples. Small sets get small batches: with one step an epoch, a first run
 * on twenty pictures of each class would be over before it has learnt anything. One step of Adam moves a dense unit's sum by
 * up to η · Σ |x|, so wide inputs that all are positive switch off every relu at once.
 * @param input shape of one example
 */
export function presetRecipe(preset: string, trainCount: number, input: Shape, task: Task = 'classification'): Recipe {
  if (preset === 'perceptron') return { training: PERCEPTRON }
  if (preset === 'xor') return { training: XOR }
  const batchSize = Math.min(32, Math.max(4, 2 ** Math.floor(Math.log2(trainCount / LEAST_STEPS))))
  if (input.length === 1) {
    const training = tableTraining(trainCount, batchSize)
    return { training: task === 'regression' ? { ...training, loss: 'meanSquaredError' } : training }
  }
  const common = { epochs: 20, batchSize, schedule: warmUp }
  if (preset === 'resnet-small')
    return {
      training: {
        ...{ ...common, epochs: 30, optimizer: adam(0.002), schedule: { ...warmUp, type: 'cosine' } },
        ...{ regularization: { weightDecay: 0.05 }, labelSmoothing: 0.05, augmentation: PICTURES_VARIED },
      },
    }
  const wide = !preset.startsWith('cnn-') && sizeOf(input) > WIDE
  if (wide) return { training: { ...common, optimizer: adam(0.0001) }, scale: '-1..1' }
  return { training: { ...common, optimizer: adam(0.001) } }
}

/** Rows are cheap: as many epochs as make this many steps, within what is still quick to look at. */
const TABLE_STEPS = 2500

function tableTraining(trainCount: number, batchSize: number): Recipe['training'] {
  const epochs = Math.ceil(TABLE_STEPS / Math.ceil(trainCount / batchSize))
  return { epochs: Math.min(500, Math.max(50, epochs)), batchSize, optimizer: adam(0.01), schedule: warmUp }
}
