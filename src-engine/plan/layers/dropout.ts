import type * as z from 'zod'
import type { DropoutLayer } from '../../spec/network.ts'
import { sizeOf } from '../../spec/shapes.ts'
import { instruction } from '../instructions.ts'
import { activationCode, type Tensor } from '../tensor.ts'
import type { LayerContext, LayerPlan } from './layer.ts'

/** While predicting there is nothing to do: the kept values were scaled up in training. */
export function planDropout(context: LayerContext, spec: z.infer<typeof DropoutLayer>): LayerPlan {
  const { arena, info, index, batchSize, input, training, hyperparameters } = context
  const size = sizeOf(info.outputShape)
  const buffer = (wanted: boolean): number => (wanted ? arena.allocate(4 * batchSize * size) : 0)
  const output: Tensor = {
    value: buffer(training),
    delta: buffer(input.delta > 0),
    shape: info.outputShape,
    activation: 'linear',
  }
  const args = (from: Tensor) => ({
    ...{ input: from.value, output: output.value, inputDelta: input.delta, outputDelta: output.delta, size },
    ...{ threshold: Math.floor(spec.rate * 2 ** 32), scale: 1 / (1 - spec.rate), layer: index },
    ...{ hyperparameters, activation: activationCode(input.activation) },
  })
  return {
    output: training ? output : input,
    prepare: [],
    forward: (from) => [instruction('dropout', args(from))],
    backward: input.delta ? [instruction('dropoutGradient', args(input))] : [],
    gradient: null,
    skippedInEvaluation: true,
  }
}
