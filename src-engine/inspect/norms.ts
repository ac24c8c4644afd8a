import { inferShapes, sizeOf } from '../spec/shapes.ts'
import type { NetworkSpec } from '../spec/network.ts'

/**
 * ‖v‖₂ over the trained numbers of each layer, statistics left out; 0 for layers without any.
 * @param values weights, or their gradient, in storage order
 */
export function layerNorms(network: NetworkSpec, values: Float32Array): number[] {
  let offset = 0
  return inferShapes(network).map(({ parameters }) => {
    let squares = 0
    for (const { shape, role } of parameters) {
      const end = offset + sizeOf(shape)
      if (role !== 'statistic') squares = values.subarray(offset, end).reduce((sum, v) => sum + v * v, squares)
      offset = end
    }
    return Math.sqrt(squares)
  })
}
