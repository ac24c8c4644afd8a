import * as z from 'zod'
import { Count } from './common.ts'

const AlarmKind = z.enum([
  'lossDiverging',
  'deadRelu',
  'vanishingGradient',
  'explodingGradient',
  'noLearning',
  'overfitting',
])
/** Something that is likely to be wrong with a run, with its cause and what to do. */
export const Alarm = z.object({
  kind: AlarmKind,
  severity: z.enum(['notice', 'warning', 'alarm']),
  /** Index of the layer that it is about; null for the whole run. */
  layer: Count.nullable(),
  message: z.string(),
  cause: z.string(),
  remedy: z.string(),
  value: z.number().nullable(),
})
export type Alarm = z.infer<typeof Alarm>
export const RunAlarm = Alarm.extend({ epoch: Count })
export type RunAlarm = z.infer<typeof RunAlarm>

const Histogram = z.object({
  edges: z.array(z.number()).readonly(),
  counts: z.array(Count).readonly(),
  nonFinite: Count,
})
/** One layer at the end of an epoch, on a few of the training examples; a figure that is not finite is null. */
export const LayerDiagnostics = z.object({
  layer: Count,
  type: z.string(),
  weightNorm: z.number().nullable(),
  gradientNorm: z.number().nullable(),
  /** ‖Δw‖ / ‖w‖ of one step. */
  updateRatio: z.number().nullable(),
  dead: z.number().nullable(),
  saturated: z.number().nullable(),
  weights: Histogram.nullable(),
  /** Absent in runs of before it was recorded. */
  gradients: Histogram.nullable().optional(),
  activations: Histogram.nullable(),
})
export type LayerDiagnostics = z.infer<typeof LayerDiagnostics>
