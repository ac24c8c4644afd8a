import * as z from 'zod'
import { SplitName } from '../../src-engine/spec/data.ts'
import { Count, Id } from './common.ts'
import { Estimate, TopK } from './evaluation.ts'
import { RunSummary } from './run.ts'

/** Settings that are not the same in all of some runs; values as JSON in the order of the runs, null where there is none. */
export const RunDifferences = z.array(z.object({ path: z.string(), values: z.array(z.string().nullable()) }))
export type RunDifferences = z.infer<typeof RunDifferences>

/** A picture that one of two runs gets right and the other wrong, with what both say of it. */
export const DifferingItem = z.object({
  position: Count,
  file: z.string(),
  label: z.string(),
  right: z.enum(['a', 'b']),
  a: TopK,
  b: TopK,
})
export type DifferingItem = z.infer<typeof DifferingItem>

/** What two runs say of the same examples. */
export const PairedAnswers = z.object({
  datasetId: Id,
  split: SplitName,
  classes: z.array(z.string()),
  /** Examples that both were asked, and how many of them both, one, or none get right. */
  total: Count,
  bothRight: Count,
  onlyA: Count,
  onlyB: Count,
  bothWrong: Count,
  /** Accuracies. */
  a: Estimate,
  b: Estimate,
  /** Accuracy of B less that of A, with its 95 % interval, and p of McNemar's exact test. */
  difference: Estimate,
  p: z.number(),
  /** In a plain sentence. */
  verdict: z.string(),
  /** confusion[true class][predicted class] of both; empty above 256 classes */
  confusion: z.object({ a: z.array(z.array(Count)), b: z.array(z.array(Count)) }),
  /** How many items the question fits, and the part of them that was asked for. */
  differing: Count,
  items: z.array(DifferingItem),
})
export type PairedAnswers = z.infer<typeof PairedAnswers>

/** A run beside the first of some; `answers` is null where they cannot be compared, and `reason` says why. */
export const ComparedWithFirst = z.object({
  b: Id,
  answers: PairedAnswers.nullable(),
  reason: z.string().nullable(),
})
export type ComparedWithFirst = z.infer<typeof ComparedWithFirst>

const Spread = z.object({ count: Count, mean: z.number(), deviation: z.number().nullable() })
/** Two runs, or two groups of runs, beside each other. */
export const RunsComparison = z.object({
  a: z.object({ runs: z.array(RunSummary) }),
  b: z.object({ runs: z.array(RunSummary) }),
  /** Settings that are not the same in all of them, by path; values as JSON, null where there is none. */
  differences: z.array(z.object({ path: z.string(), a: z.string().nullable(), b: z.string().nullable() })),
  /** Of the best checkpoints, on the test split where all have one, else validation. */
  metrics: z.array(
    z.object({ name: z.string(), a: Spread, b: Spread, difference: z.number(), p: z.number(), isNoise: z.boolean() }),
  ),
  verdict: z.string(),
})
export type RunsComparison = z.infer<typeof RunsComparison>
