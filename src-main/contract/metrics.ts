import * as z from 'zod'
import { Count } from './common.ts'

/** Of a classification the accuracy; of a regression the error in the target's own unit, and R². */
export const SplitMetrics = z.object({
  loss: z.number(),
  /** Null for a regression. */
  accuracy: z.number().nullable(),
  meanAbsoluteError: z.number().optional(),
  rSquared: z.number().optional(),
  count: Count,
})
export type SplitMetrics = z.infer<typeof SplitMetrics>
