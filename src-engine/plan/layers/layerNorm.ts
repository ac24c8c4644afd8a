import type * as z from 'zod'
import type { LayerNormLayer } from '../../spec/network.ts'
import { sizeOf } from '../../spec/shapes.ts'
import { instruction } from '../instructions.ts'
import { ownOf, type Tensor } from '../tensor.ts'
import { bare, examplesPerChunk, layerArguments, outputTensor, type LayerContext, type LayerPlan } from './layer.ts'

export function planLayerNorm(context: LayerContext, spec: z.infer<typeof LayerNormLayer>): LayerPlan {
  const { arena, batchSize, info, input, training, weights, activation } = context
  const channels = info.inputShape.at(-1) ?? 1
  const rows = sizeOf(info.inputShape) / channels
  const output = outputTensor(context)
  const perChunk = examplesPerChunk(batchSize)
  const chunks = Math.ceil(batchSize / perChunk)
  const statistics = arena.allocate(4 * 2 * batchSize * rows)
  const totals = training ? arena.allocate(8 * 2 * chunks * Math.ceil(channels / 4) * 4) : 0
  const gradient = training ? arena.allocate(4 * chunks * info.parameterCount) : 0
  const args = (from: Tensor) => ({
    ...layerArguments(context, from, output),
    ...{ rows, channels, parameters: weights, epsilon: spec.epsilon },
    ...{ statistics, examplesPerChunk: perChunk, totals, gradient, ...ownOf(activation) },
  })
  return {
    ...bare,
    output,
    forward: (from) => [instruction('layerNorm', args(from))],
    backward: training ? [instruction('layerNormGradient', args(input))] : [],
    gradients: training
      ? [{ weights, length: info.parameterCount, address: gradient, examplesPerChunk: perChunk }]
      : [],
  }
}
