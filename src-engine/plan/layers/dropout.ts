import type * as z from 'zod'
import type { DropoutLayer } from '../../spec/network.ts'
import { sizeOf } from '../../spec/shapes.ts'
import { instruction } from '../instructions.ts'
import type { Tensor } from '../tensor.ts'
import { bare, layerArguments, outputTensor, type LayerContext, type LayerPlan } from './layer.ts'

/** While predicting there is nothing to do: the kept values were scaled up in training. */
export function planDropout(context: LayerContext, spec: z.infer<typeof DropoutLayer>): LayerPlan {
  const { info, index, input, training, hyperparameters } = context
  const output = training ? outputTensor(context, input.delta > 0) : input
  const args = (from: Tensor) => ({
    ...layerArguments(context, from, output),
    ...{ size: sizeOf(info.outputShape), threshold: Math.floor(spec.rate * 2 ** 32), scale: 1 / (1 - spec.rate) },
    ...{ layer: index, hyperparameters },
  })
  return {
    ...bare,
    output,
    forward: (from) => [instruction('dropout', args(from))],
    backward: input.delta ? [instruction('dropoutGradient', args(input))] : [],
    skippedInEvaluation: true,
  }
}
