import * as z from 'zod'
import { Count, Id } from './common.ts'

export const Environment = z.object({
  engine: z.string(),
  /** Sha-256 of the kernels that computed; null in runs of before it was recorded. */
  build: z.string().nullable(),
  runtime: z.string(),
  threads: z.int(),
  fusedMultiplyAdd: z.boolean(),
  relaxedSimd: z.boolean(),
  sharedMemory: z.boolean(),
})
export type Environment = z.infer<typeof Environment>

/** What a run rests on and what came of it: with the same of everything above, the weights are the same. */
export const Receipt = z.object({
  version: z.literal(1),
  /** Sha-256 of the data set's content. */
  data: z.string(),
  /** Sha-256 of the config as JSON with sorted keys, without the data set's id; with the `changes` made to it, where there are any. */
  spec: z.string(),
  seed: Count,
  /** Where it began, when not at weights drawn from the seed. */
  start: z.object({ epoch: Count, step: Count, weights: z.string(), optimizer: z.string().nullable() }).nullable(),
  epochs: Count,
  /** Sha-256 of the last epoch's weights as float32, little-endian. */
  weights: z.string(),
  environment: Environment,
})
export type Receipt = z.infer<typeof Receipt>

/** What a run that was carried out once more gave, beside its receipt. */
export const Verification = z.object({
  runId: Id,
  verdict: z.enum(['equal', 'different', 'notComparable']),
  /** The verdict in a sentence. */
  message: z.string(),
  /** The epochs that were trained again: from behind `from` to `to`. */
  from: Count,
  to: Count,
  /** The first epoch that differs, and in what. */
  firstDifference: z
    .object({
      epoch: Count,
      what: z.enum(['loss', 'accuracy', 'val_loss', 'val_accuracy', 'weights']),
      expected: z.string(),
      actual: z.string(),
    })
    .nullable(),
  data: z.object({
    expected: z.string(),
    actual: z.string(),
    /** Files whose content is another one now: the first twenty of them, and how many there are. */
    changed: z.array(z.string()),
    changedCount: Count,
  }),
  weights: z.object({ expected: z.string(), actual: z.string() }),
  /** What else a person has to know to judge it. */
  notes: z.array(z.string()),
})
export type Verification = z.infer<typeof Verification>
