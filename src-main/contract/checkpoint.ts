import * as z from 'zod'
import { Count, Id } from './common.ts'

export const CheckpointName = z.union([z.enum(['best', 'last']), Count])
export type CheckpointName = z.infer<typeof CheckpointName>

/** A checkpoint of a run. */
export const CheckpointOf = z.object({ runId: Id, checkpoint: CheckpointName })
export type CheckpointOf = z.infer<typeof CheckpointOf>

/** Weights that are kept; `step` counts those done in the epoch behind `epoch`, 0 at its end. */
export const KeptCheckpoint = z.object({
  epoch: Count,
  step: Count,
  bytes: Count,
  pinned: z.boolean(),
  /** Whether a run can go on from it exactly: the optimiser's state is kept too. */
  isExact: z.boolean(),
})
export type KeptCheckpoint = z.infer<typeof KeptCheckpoint>

/** Two sets of weights of one network, tensor by tensor. */
export const WeightsComparison = z.object({
  a: z.object({ runId: Id, epoch: Count }),
  b: z.object({ runId: Id, epoch: Count }),
  equal: z.boolean(),
  tensors: z.array(
    z.object({
      layer: Count,
      name: z.string(),
      count: Count,
      /** ‖a‖₂, ‖b‖₂ and ‖b − a‖₂ */
      normA: z.number(),
      normB: z.number(),
      distance: z.number(),
      /** a·b / (‖a‖ ‖b‖); null where one of them is all 0. */
      cosine: z.number().nullable(),
      largestChange: z.number(),
    }),
  ),
})
export type WeightsComparison = z.infer<typeof WeightsComparison>
