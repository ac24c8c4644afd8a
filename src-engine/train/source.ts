import { sizeOf, type Shape } from '../spec/shapes.ts'

/** Examples with their labels, read synchronously by index. */
export interface ExampleSource {
  readonly count: number
  /** Writes the first `count` of these examples one after the other, each in its network input's shape. */
  readInputs(indices: Uint32Array, count: number, into: Float32Array): void
  /** Class index of an example. */
  label(index: number): number
  /** Factor of an example's loss (Keras' `sample_weight`), at least 0; absent: 1 for all. */
  weight?(index: number): number
}

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
): ExampleSource {
  const size = sizeOf(shape)
  if (inputs.length !== labels.length * size)
    throw new RangeError(
      `${labels.length} examples of ${size} numbers need ${labels.length * size}, not ${inputs.length}.`,
    )
  if (weights && weights.length !== labels.length)
    throw new RangeError(`${labels.length} examples need as many weights, not ${weights.length}.`)
  requireEach(inputs, Number.isFinite, (index, value) => {
    const place = `number ${index % size} of example ${Math.floor(index / size)}`
    return `Inputs must be finite, but ${place} is ${value}. Leave the example out, or put a number there.`
  })
  const isLabel = (label: number): boolean => Number.isInteger(label) && label >= 0
  requireEach(labels, isLabel, (example, value) => `The label of example ${example} must be 0, 1, 2 …, not ${value}.`)
  const isWeight = (weight: number): boolean => Number.isFinite(weight) && weight >= 0
  requireEach(
    weights ?? [],
    isWeight,
    (example, value) => `The weight of example ${example} must be a number from 0 on, not ${value}.`,
  )
  return {
    count: labels.length,
    readInputs(indices, count, into) {
      for (let i = 0; i < count; i++) {
        const start = (indices[i] ?? 0) * size
        if (size >= VIEW_FROM) into.set(inputs.subarray(start, start + size), i * size)
        else for (let k = 0; k < size; k++) into[i * size + k] = inputs[start + k] ?? 0
      }
    },
    label: (index) => labels[index] ?? 0,
    ...(weights && { weight: (index: number) => weights[index] ?? 1 }),
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
