import { inferShapes, sizeOf } from '../spec/shapes.ts'
import type { NetworkSpec } from '../spec/network.ts'

/** ‖v‖₂ */
export const norm = (values: Iterable<number>): number => Math.sqrt(squares(values))

/**
 * ‖v‖₂ over the trained numbers of each layer, statistics left out; 0 for layers without any.
 * @param values weights, or their gradient, in storage order
 */
export function layerNorms(network: NetworkSpec, values: Float32Array): number[] {
  let offset = 0
  return inferShapes(network).map(({ parameters }) => {
    let sum = 0
    for (const { shape, role } of parameters) {
      const start = offset
      offset += sizeOf(shape)
      if (role !== 'statistic') sum += squares(values.subarray(start, offset))
    }
    return Math.sqrt(sum)
  })
}

function squares(values: Iterable<number>): number {
  let sum = 0
  for (const value of values) sum += value * value
  return sum
}
