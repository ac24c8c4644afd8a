import { inferShapes, sizeOf } from '../spec/shapes.ts'
import type { NetworkSpec } from '../spec/network.ts'

/** Numbers with their place in a network. */
export interface LayerValues {
  /** Index of the layer. */
  readonly layer: number
  /** What they are: `output`, or a tensor such as `0.kernel`. */
  readonly tensor: string
  readonly values: Float32Array | readonly number[]
}

/** Where a number stands that is infinite or none at all. */
export interface NonFinite {
  readonly layer: number
  readonly tensor: string
  /** Position in the tensor, row-major. */
  readonly index: number
  readonly value: number
}

/** The first number that is not finite, in the order given; null when all are. */
export function firstNonFinite(tensors: Iterable<LayerValues>): NonFinite | null {
  for (const { layer, tensor, values } of tensors)
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? NaN
      if (!Number.isFinite(value)) return { layer, tensor, index, value }
    }
  return null
}

/** The tensors of a weights vector, or of its gradient, layer by layer. */
export function* tensorValues(network: NetworkSpec, values: Float32Array): Generator<LayerValues> {
  let offset = 0
  for (const [layer, { parameters }] of inferShapes(network).entries())
    for (const { name, shape } of parameters) {
      const start = offset
      offset += sizeOf(shape)
      yield { layer, tensor: name, values: values.subarray(start, offset) }
    }
}
