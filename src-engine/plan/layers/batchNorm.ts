import type * as z from 'zod'
import type { BatchNormLayer } from '../../spec/network.ts'
import { sizeOf } from '../../spec/shapes.ts'
import { instruction, thenBarrier, type Operation } from '../instructions.ts'
import { ownOf, type Tensor } from '../tensor.ts'
import {
  bare,
  examplesPerChunk,
  layerArguments,
  outputTensor,
  trainsTensors,
  type LayerContext,
  type LayerPlan,
} from './layer.ts'

/** Rows of `BatchNorm.statistics` in `kernels/assembly/batch-norm.ts`. */
const STATISTICS = 5

/** The passes that differ where the output is pooled at once. */
const PASSES = { forward: 'batchNorm', sums: 'batchDeltaSums', gradient: 'batchNormGradient' } as const
const POOLED = { forward: 'batchNormPool', sums: 'batchPoolDeltaSums', gradient: 'batchNormPoolGradient' } as const

/** Each pass reads what the one before it has summed up over the whole batch, so a barrier stands behind every one. */
export function planBatchNorm(context: LayerContext, spec: z.infer<typeof BatchNormLayer>): LayerPlan {
  const { arena, batchSize, info, pooled, input, weights, activation } = context
  const channels = info.inputShape.at(-1) ?? 1
  const padded = Math.ceil(channels / 4) * 4
  const passes = pooled ? POOLED : PASSES
  const trains = trainsTensors(context)
  const output = outputTensor({ ...context, info: pooled ?? info })
  const perChunk = examplesPerChunk(batchSize)
  const totals = trains ? arena.allocate(8 * 2 * Math.ceil(batchSize / perChunk) * padded) : 0
  const statistics = arena.allocate(4 * STATISTICS * padded)
  const gradient = trains ? arena.allocate(4 * info.parameterCount) : 0
  const args = (from: Tensor) => ({
    ...layerArguments(context, from, output),
    ...{ pixels: sizeOf(info.inputShape) / channels, channels },
    ...{ parameters: weights, epsilon: spec.epsilon, momentum: spec.momentum },
    ...{ examplesPerChunk: perChunk, totals, statistics, gradient, ...ownOf(activation) },
    width: info.inputShape.at(-2) ?? 1,
  })
  const inTurn = (from: Tensor, ...operations: Extract<Operation, `batch${string}` | 'movingDeviations'>[]) =>
    operations.flatMap((operation) => thenBarrier([instruction(operation, args(from))]))
  return {
    ...bare,
    output,
    forward: (from, mode) =>
      mode === 'training' && spec.trainable
        ? inTurn(from, 'batchMoments', 'batchStatistics', passes.forward)
        : inTurn(from, 'movingDeviations', passes.forward),
    // Frozen, the sums stay 0 as they began: the statistics do not depend on the batch, so nothing is taken off δ.
    backward: inTurn(
      input,
      ...(trains ? [passes.sums, 'batchDeltaMeans' as const] : []),
      ...(input.delta ? [passes.gradient] : []),
    ),
    gradients: trains ? [{ weights, length: info.parameterCount, address: gradient, examplesPerChunk: batchSize }] : [],
    settle: trains ? [instruction('moveStatistics', args(input))] : [],
  }
}
