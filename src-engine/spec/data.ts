import * as z from 'zod'

/** How a decoded picture becomes the tensor the network sees; see `data/prepare`. */
export const PrepareSpec = z.strictObject({
  /** [height, width] of the tensor in pixels. */
  size: z.tuple([z.int().min(1).max(1024), z.int().min(1).max(1024)]).default([64, 64]),
  channels: z.enum(['rgb', 'gray']).default('rgb'),
  fit: z.enum(['squash', 'crop', 'pad']).default('squash'),
  scale: z.enum(['0..1', '-1..1']).default('0..1'),
  invert: z.boolean().default(false),
})
export type PrepareSpec = z.infer<typeof PrepareSpec>

/** Shares of train, validation and test; they add up to one. */
export const SplitShares = z
  .tuple([z.number().positive(), z.number().min(0), z.number().min(0)])
  .refine(
    ([train, validation, test]) => Math.abs(train + validation + test - 1) < 1e-9,
    'The three shares must add up to 1.',
  )
  .default([0.6, 0.2, 0.2])
export type SplitShares = z.infer<typeof SplitShares>

export const SplitName = z.enum(['train', 'validation', 'test'])
export type SplitName = z.infer<typeof SplitName>

/** What is learnt: to tell classes apart, or to predict a number. */
export const Task = z.enum(['classification', 'regression'])
export type Task = z.infer<typeof Task>

export const DataSpec = z.strictObject({
  source: z.string().min(1),
  split: SplitShares,
  /** Null for a table, whose numbers are the network's inputs as they are. */
  prepare: PrepareSpec.nullable().prefault({}),
})
export type DataSpec = z.infer<typeof DataSpec>

/** The shape of one example: [height, width, channels] of a prepared picture, or [columns] of a table's row. */
export function inputShape(prepare: PrepareSpec | null, columns: number | undefined): number[] {
  return prepare ? [...prepare.size, prepare.channels === 'rgb' ? 3 : 1] : [columns ?? 0]
}
