import type { Task } from '../spec/data.ts'
import { sizeOf, type Shape } from '../spec/shapes.ts'

/** What a network is shown, read synchronously by index. */
interface InputSource {
  readonly count: number
  /** Writes the first `count` of these examples one after the other, each in its network input's shape. */
  readInputs(indices: Uint32Array, count: number, into: Float32Array): void
  /** Factor of an example's loss (Keras' `sample_weight`), at least 0; absent: 1 for all. */
  weight?(index: number): number
}

/** Examples with their classes. */
export interface LabelledSource extends InputSource {
  /** Class index of an example. */
  label(index: number): number
}

/** Numbers to be predicted. */
export interface Targets {
  /** Writes the targets of the first `count` of these examples one after the other, (count, outputs). */
  readTargets(indices: Uint32Array, count: number, into: Float32Array): void
  /** Σ (y − ȳ)² over all examples and outputs, ȳ being the mean of an output. */
  readonly squaredDeviations: number
}

/** Examples of a regression. */
export interface TargetSource extends InputSource, Targets {}

export type ExampleSource = LabelledSource | TargetSource

export const taskOf = (source: ExampleSource): Task => ('readTargets' in source ? 'regression' : 'classification')

/** So many numbers are copied faster through a view, fewer one by one. */
const VIEW_FROM = 64

/**
 * A table in memory.
 * @param inputs (examples, …shape)
 * @param labels class index of each example
 * @param weights factor of each example's loss; absent: 1 for all
 * @throws {RangeError} when the lengths do not fit, an input is not finite, or a label or a weight is none.
 */
export function arraySource(
  inputs: Float32Array,
  labels: ArrayLike<number>,
  shape: Shape,
  weights?: ArrayLike<number>,
): LabelledSource {
  if (weights && weights.length !== labels.length)
    throw new RangeError(`${labels.length} examples need as many weights, not ${weights.length}.`)
  const source = inputsOf(inputs, labels.length, sizeOf(shape))
  const isLabel = (label: number): boolean => Number.isInteger(label) && label >= 0
  requireEach(labels, isLabel, (example, value) => `The label of example ${example} must be 0, 1, 2 …, not ${value}.`)
  const isWeight = (weight: number): boolean => Number.isFinite(weight) && weight >= 0
  requireEach(
    weights ?? [],
    isWeight,
    (example, value) => `The weight of example ${example} must be a number from 0 on, not ${value}.`,
  )
  return {
    ...source,
    label: (index) => labels[index] ?? 0,
    ...(weights && { weight: (index: number) => weights[index] ?? 1 }),
  }
}

/**
 * A table in memory whose rows have numbers to be predicted.
 * @param inputs (examples, …shape)
 * @param targets (examples, outputs)
 * @throws {RangeError} when the lengths do not fit, or a number is not finite.
 */
export function targetSource(inputs: Float32Array, targets: Float32Array, shape: Shape, outputs = 1): TargetSource {
  return { ...inputsOf(inputs, targets.length / outputs, sizeOf(shape)), ...targetsOf(targets, outputs) }
}

/**
 * @param targets (examples, outputs)
 * @throws {RangeError} when one is not finite.
 */
export function targetsOf(targets: Float32Array, outputs = 1): Targets {
  requireEach(targets, Number.isFinite, (index, value) => {
    return `The target of example ${Math.floor(index / outputs)} must be a finite number, not ${value}.`
  })
  return {
    readTargets(indices, count, into) {
      for (let i = 0; i < count; i++)
        for (let k = 0; k < outputs; k++) into[i * outputs + k] = targets[(indices[i] ?? 0) * outputs + k] ?? 0
    },
    squaredDeviations: squaredDeviations(targets, outputs),
  }
}

function squaredDeviations(targets: Float32Array, outputs: number): number {
  const sums = new Float64Array(outputs)
  for (const [i, y] of targets.entries()) sums[i % outputs] = (sums[i % outputs] ?? 0) + y
  const means = sums.map((sum) => (sum * outputs) / targets.length)
  return targets.reduce((sum, y, i) => sum + (y - (means[i % outputs] ?? NaN)) ** 2, 0)
}

function inputsOf(inputs: Float32Array, count: number, size: number): InputSource {
  if (inputs.length !== count * size)
    throw new RangeError(`${count} examples of ${size} numbers need ${count * size}, not ${inputs.length}.`)
  requireEach(inputs, Number.isFinite, (index, value) => {
    const place = `number ${index % size} of example ${Math.floor(index / size)}`
    return `Inputs must be finite, but ${place} is ${value}. Leave the example out, or put a number there.`
  })
  return {
    count,
    readInputs(indices, chosen, into) {
      for (let i = 0; i < chosen; i++) {
        const start = (indices[i] ?? 0) * size
        if (size >= VIEW_FROM) into.set(inputs.subarray(start, start + size), i * size)
        else for (let k = 0; k < size; k++) into[i * size + k] = inputs[start + k] ?? 0
      }
    },
  }
}

function requireEach(
  values: ArrayLike<number>,
  isGood: (value: number) => boolean,
  complaint: (index: number, value: number) => string,
): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN
    if (!isGood(value)) throw new RangeError(complaint(index, value))
  }
}
