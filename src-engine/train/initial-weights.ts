import { initialize, resolveInitializer } from '../reference/initializers.ts'
import type { NetworkSpec } from '../spec/network.ts'
import { inferShapes, sizeOf } from '../spec/shapes.ts'
import { createRng } from './rng.ts'

/** A network's first weights: kernels by their initialiser, biases 0. The same seed gives the same bits everywhere. */
export function initialWeights(network: NetworkSpec, seed: number): Float32Array {
  const infos = inferShapes(network)
  const weights = new Float32Array(infos.reduce((sum, { parameterCount }) => sum + parameterCount, 0))
  let offset = 0
  for (const [index, { spec, parameters, parameterCount }] of infos.entries()) {
    const kernel = parameters[0]
    if (kernel && (spec.type === 'dense' || spec.type === 'conv2d')) {
      const initializer = resolveInitializer(spec)
      const values = weights.subarray(offset, offset + sizeOf(kernel.shape))
      initialize(values, kernel.shape, initializer, createRng(seed, 'initializer', index))
    }
    offset += parameterCount
  }
  return weights
}
