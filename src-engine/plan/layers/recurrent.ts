import type * as z from 'zod'
import * as layout from '../../kernels/assembly/layout.ts'
import type { RecurrentLayer } from '../../spec/network.ts'
import { instruction } from '../instructions.ts'
import { appliedActivation, ownOf, type Tensor } from '../tensor.ts'
import { bare, examplesPerChunk, layerArguments, outputTensor, type LayerContext, type LayerPlan } from './layer.ts'

/** Its activation stays inside: what reaches the output is ∂C/∂h. */
export function planRecurrent(context: LayerContext, spec: z.infer<typeof RecurrentLayer>): LayerPlan {
  const { arena, batchSize, info, input, training, weights } = context
  const [time = 1, features = 1] = info.inputShape
  const { units, returnSequences } = spec
  const activation = appliedActivation(spec)
  const output = outputTensor(context)
  const steps = (wanted: boolean): number => (wanted ? arena.allocate(4 * batchSize * time * units) : 0)
  const h = returnSequences ? output.value : steps(true)
  const z = steps(activation.code === layout.GELU)
  const deltas = steps(training)
  const perChunk = examplesPerChunk(batchSize)
  const gradient = training ? arena.allocate(4 * Math.ceil(batchSize / perChunk) * info.parameterCount) : 0
  const args = (from: Tensor) => ({
    ...layerArguments(context, from, output),
    ...{ time, features, units, weights, bias: spec.useBias ? 1 : 0, z, h, ...ownOf(activation) },
    ...{ deltas, examplesPerChunk: perChunk, gradient },
  })
  return {
    ...bare,
    output,
    forward: (from) => [instruction('recurrent', args(from))],
    backward: training ? [instruction('recurrentGradient', args(input))] : [],
    gradients: training
      ? [{ weights, length: info.parameterCount, address: gradient, examplesPerChunk: perChunk }]
      : [],
  }
}
