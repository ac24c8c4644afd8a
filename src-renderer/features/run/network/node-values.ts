import { forward } from '../../../../src-engine/reference/network.ts'
import type { NetworkSpec } from '../../../../src-engine/spec/network.ts'
import { inferShapes } from '../../../../src-engine/spec/shapes.ts'
import type { LayerTensor } from '../../../canvas/network/edges.ts'

/**
 * What every node of a network says of one example: the input's numbers, then what each layer hands on.
 * @param tensors in storage order
 * @returns null while the weights of a layer are missing, and where the example has another shape
 */
export function nodeValues(
  network: NetworkSpec,
  tensors: readonly LayerTensor[],
  input: Float32Array,
): Float32Array[] | null {
  const weights = tensors.flatMap(({ values }) => [...values])
  const wanted = inferShapes(network).reduce((sum, { parameterCount }) => sum + parameterCount, 0)
  const size = network.input.reduce((product, side) => product * side, 1)
  if (weights.length !== wanted || input.length !== size) return null
  const traces = forward(network, Float64Array.from(weights), Float64Array.from(input))
  return [input, ...traces.map(({ a }) => Float32Array.from(a))]
}
