import * as z from 'zod'
import { SplitName } from '../../src-engine/spec/data.ts'
import { Count } from './common.ts'
import { SplitMetrics } from './metrics.ts'

export const TopK = z.array(z.object({ label: z.string(), probability: z.number() }))
export type TopK = z.infer<typeof TopK>

/** A figure with its 95 % interval: of an accuracy Wilson's, of all others the percentiles of bootstrap samples. */
export const Estimate = z.object({ value: z.number(), low: z.number(), high: z.number() })
export type Estimate = z.infer<typeof Estimate>

/** One class against all others; a figure is null where nothing was counted that it could be a share of. */
export const ClassFigures = z.object({
  name: z.string(),
  /** Examples of the class. */
  count: Count,
  /** Examples that were called so. */
  predicted: Count,
  precision: Estimate.nullable(),
  recall: Estimate.nullable(),
  f1: Estimate.nullable(),
})
export type ClassFigures = z.infer<typeof ClassFigures>

export const EvaluatedItem = z.object({
  position: Count,
  file: z.string(),
  /** Of a regression the number to be predicted, as text. */
  label: z.string(),
  tensorSha256: z.string(),
  /** Of a regression one entry, whose probability is the predicted number. */
  top: TopK,
  /** −ln p of the true class, 103.3 at most; the squared error of a regression. */
  loss: z.number(),
})
export type EvaluatedItem = z.infer<typeof EvaluatedItem>

/** Which of the items to send, in which order; without it all of them in their own order. */
export const ItemQuery = z.object({
  /** Index of the class; of a cell of the confusion matrix both. */
  trueClass: Count.optional(),
  predictedClass: Count.optional(),
  onlyWrong: z.boolean().default(false),
  /** `confidence`: the surest first. `loss`: likely mislabelled first. */
  sort: z.enum(['position', 'confidence', 'loss']).default('position'),
  offset: Count.default(0),
  limit: z.int().min(0).max(10_000).default(200),
})
export type ItemQuery = z.infer<typeof ItemQuery>

export const Evaluation = z.object({
  metrics: SplitMetrics,
  /** Null for a regression. */
  accuracy: Estimate.nullable(),
  split: SplitName,
  checkpoint: Count,
  /** confusion[true class][predicted class]; empty for a regression */
  confusion: z.array(z.array(Count)),
  classes: z.array(z.string()),
  perClass: z.array(ClassFigures),
  /** How many items the query fits. */
  total: Count,
  items: z.array(EvaluatedItem),
})
export type Evaluation = z.infer<typeof Evaluation>
