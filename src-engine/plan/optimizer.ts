import type { OptimizerSpec } from '../spec/training.ts'
import { instruction, type Instruction } from './instructions.ts'
import type { GradientParts } from './layers/layer.ts'

/** Bytes of `Hyperparameters` in `kernels/assembly/optimizer.ts`: six float64, two float32. */
export const HYPERPARAMETER_BYTES = 56
const STEP = 40

/** How many numbers per weight an optimiser remembers: momentum its velocity, Adam two moments. */
export function momentsOf(optimizer: OptimizerSpec): number {
  if (optimizer.type === 'adam') return 2
  return optimizer.type === 'sgd' && optimizer.momentum > 0 ? 1 : 0
}

export function writeHyperparameters(memory: DataView, address: number, optimizer: OptimizerSpec): void {
  const adam = optimizer.type === 'adam' ? optimizer : { beta1: 0, beta2: 0, epsilon: 0 }
  const momentum = optimizer.type === 'sgd' ? optimizer.momentum : 0
  const values = [optimizer.learningRate, momentum, adam.beta1, adam.beta2, adam.epsilon]
  values.forEach((value, index) => memory.setFloat64(address + 8 * index, value, true))
}

export function writeLearningRate(memory: DataView, address: number, rate: number): void {
  memory.setFloat64(address, rate, true)
}

/** Steps done since the weights were set. */
export const readStep = (memory: DataView, address: number): number => memory.getFloat64(address + STEP, true)

export function writeStep(memory: DataView, address: number, step: number): void {
  memory.setFloat64(address + STEP, step, true)
}

export interface UpdatedTensor {
  readonly weights: number
  readonly length: number
  /** Where this tensor's gradient stands in the first part. */
  readonly gradient: number
  readonly parts: GradientParts
  /** Parameters of the whole layer: the distance between parts. */
  readonly layerLength: number
  /** λ of C = C₀ + λ Σ w²; 0 for biases. */
  readonly l2: number
  readonly first: number
  readonly second: number
}

export function updateInstruction(
  optimizer: OptimizerSpec,
  hyperparameters: number,
  tensor: UpdatedTensor,
): Instruction {
  const operation = optimizer.type === 'adam' ? 'adam' : momentsOf(optimizer) > 0 ? 'momentum' : 'sgd'
  const { weights, length, gradient, parts, layerLength, l2, first, second } = tensor
  return instruction(operation, {
    ...{ weights, length, gradient, chunkBytes: 4 * layerLength, examplesPerChunk: parts.examplesPerChunk },
    ...{ decay: 2 * l2, first, second, hyperparameters },
  })
}
