import { initialAccumulatorOf, type OptimizerSpec } from '../spec/optimizer.ts'
import type { TrainingSpec } from '../spec/training.ts'
import type { Operation } from './instructions.ts'

// Offsets in `Hyperparameters` of `kernels/assembly/optimizer.ts`: float64 first, then float32 and one word.
const STEP = 40
const SCHEDULE = 48
const NORM_LIMIT = 72
const INSIDE = 96
const OUTSIDE = 100
const CLIP_SCALE = 104
const CLIP_VALUE = 108
const UNCORRECTED = 112
export const HYPERPARAMETER_BYTES = 120

/** What decides an update. */
export type UpdateSettings = Pick<TrainingSpec, 'optimizer' | 'regularization'> &
  Partial<Pick<TrainingSpec, 'gradientClipping'>>

/** 0.96^ψ of Nadam's momentum schedule: ψ = 1 in Keras, 0.004 in PyTorch. */
const NADAM_SCHEDULE = { keras: 0.96, pytorch: 0.9998367253526753, paper: 0 } as const

type UpdateOperation = Extract<
  Operation,
  'sgd' | 'momentum' | 'aheadMomentum' | 'nesterov' | 'adagrad' | 'rmsprop' | 'adadelta' | 'adam' | 'adamax' | 'nadam'
>

/** How many numbers per weight an optimiser remembers: momentum its velocity, Adam two moments. */
export function momentsOf(optimizer: OptimizerSpec): number {
  switch (optimizer.type) {
    case 'sgd':
      return optimizer.momentum > 0 ? 1 : 0
    case 'adagrad':
    case 'rmsprop':
      return 1
    default:
      return 2
  }
}

/** Nesterov's momentum as published: the gradient is taken at the point that momentum alone would lead to. */
export const looksAhead = (optimizer: OptimizerSpec): boolean =>
  optimizer.type === 'sgd' && optimizer.momentum > 0 && optimizer.nesterov && optimizer.variant === 'paper'

export function updateOperation(optimizer: OptimizerSpec): UpdateOperation {
  if (optimizer.type !== 'sgd') return optimizer.type
  if (optimizer.momentum === 0) return 'sgd'
  if (!optimizer.nesterov) return 'momentum'
  return looksAhead(optimizer) ? 'aheadMomentum' : 'nesterov'
}

export function writeHyperparameters(
  memory: DataView,
  address: number,
  { optimizer, gradientClipping: clipping }: UpdateSettings,
): void {
  const beta1 = 'beta1' in optimizer ? optimizer.beta1 : 0
  const beta2 = 'beta2' in optimizer ? optimizer.beta2 : 'rho' in optimizer ? optimizer.rho : 0
  const epsilon = 'epsilon' in optimizer ? optimizer.epsilon : 0
  const momentum = optimizer.type === 'sgd' ? optimizer.momentum : 0
  const values = [optimizer.learningRate, momentum, beta1, beta2, epsilon]
  values.forEach((value, index) => memory.setFloat64(address + 8 * index, value, true))
  const schedule = optimizer.type === 'nadam' ? NADAM_SCHEDULE[optimizer.variant] : 0
  memory.setFloat64(address + SCHEDULE, schedule, true)
  memory.setFloat64(address + NORM_LIMIT, clipping?.type === 'norm' ? clipping.limit : Infinity, true)
  // Adagrad's sum of squares begins at 0 in memory; where it should begin stands under the root beside it.
  const initial = optimizer.type === 'adagrad' ? initialAccumulatorOf(optimizer) : 0
  memory.setFloat32(address + INSIDE, initial + (isInside(optimizer) ? epsilon : 0), true)
  memory.setFloat32(address + OUTSIDE, isInside(optimizer) ? 0 : epsilon, true)
  memory.setFloat32(address + CLIP_SCALE, 1, true)
  memory.setFloat32(address + CLIP_VALUE, clipping?.type === 'value' ? clipping.limit : Infinity, true)
  memory.setUint32(address + UNCORRECTED, optimizer.type === 'adam' && optimizer.variant === 'keras' ? 1 : 0, true)
}

/** Whether ε stands under the root. */
function isInside(optimizer: OptimizerSpec): boolean {
  if (optimizer.type === 'adadelta') return true
  return (optimizer.type === 'adagrad' || optimizer.type === 'rmsprop') && optimizer.variant === 'keras'
}

export function writeLearningRate(memory: DataView, address: number, rate: number): void {
  memory.setFloat64(address, rate, true)
}

/** Steps done since the weights were set. */
export const readStep = (memory: DataView, address: number): number => memory.getFloat64(address + STEP, true)

export function writeStep(memory: DataView, address: number, step: number): void {
  memory.setFloat64(address + STEP, step, true)
}
