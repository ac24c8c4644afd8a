import { sizeOf, type Shape } from '../spec/shapes.ts'

/** Examples with their labels, read synchronously by index. */
export interface ExampleSource {
  readonly count: number
  /** Writes the first `count` of these examples one after the other, each in its network input's shape. */
  readInputs(indices: Uint32Array, count: number, into: Float32Array): void
  /** Class index of an example. */
  label(index: number): number
}

/**
 * A table in memory.
 * @param inputs (examples, …shape)
 * @param labels class index of each example
 * @throws {RangeError} when the lengths do not fit.
 */
export function arraySource(inputs: Float32Array, labels: ArrayLike<number>, shape: Shape): ExampleSource {
  const size = sizeOf(shape)
  if (inputs.length !== labels.length * size)
    throw new RangeError(
      `${labels.length} examples of ${size} numbers need ${labels.length * size}, not ${inputs.length}.`,
    )
  return {
    count: labels.length,
    readInputs(indices, count, into) {
      for (let i = 0; i < count; i++) {
        const start = (indices[i] ?? 0) * size
        into.set(inputs.subarray(start, start + size), i * size)
      }
    },
    label: (index) => labels[index] ?? 0,
  }
}
