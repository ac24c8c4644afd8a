import { initialize } from '../reference/initializers.ts'
import type { NetworkSpec } from '../spec/network.ts'
import { inferShapes, sizeOf } from '../spec/shapes.ts'
import { createRng } from './rng.ts'

/** A network's first weights, each tensor by its initialiser. The same seed gives the same bits everywhere. */
export function initialWeights(network: NetworkSpec, seed: number): Float32Array {
  const infos = inferShapes(network)
  const weights = new Float32Array(infos.reduce((sum, { parameterCount }) => sum + parameterCount, 0))
  let offset = 0
  for (const [layer, { parameters }] of infos.entries())
    for (const [index, { shape, initializer }] of parameters.entries()) {
      const values = weights.subarray(offset, offset + sizeOf(shape))
      // A layer's first tensor has its stream alone, the others the place inside the layer too.
      const place = index === 0 ? [layer] : [layer, index]
      initialize(values, shape, initializer, createRng(seed, 'initializer', ...place))
      offset += values.length
    }
  return weights
}
