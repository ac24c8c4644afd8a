import * as z from 'zod'

/**
 * Of every channel over all pixels of a training split, in units of x / 255. The deviation is that of the whole (divided by n,
 * not n − 1); 0 where all pixels of a channel are the same.
 */
export const ChannelStatistics = z
  .strictObject({
    mean: z.array(z.number().min(0).max(1)).min(1).max(3),
    deviation: z.array(z.number().min(0).max(0.5)).min(1).max(3),
  })
  .refine(({ mean, deviation }) => mean.length === deviation.length, 'A mean and a deviation for every channel.')
export type ChannelStatistics = z.infer<typeof ChannelStatistics>

/** How a decoded picture becomes the tensor the network sees; see `data/prepare`. */
export const PrepareSpec = z
  .strictObject({
    /** [height, width] of the tensor in pixels. */
    size: z.tuple([z.int().min(1).max(1024), z.int().min(1).max(1024)]).default([64, 64]),
    channels: z.enum(['rgb', 'gray']).default('rgb'),
    fit: z.enum(['squash', 'crop', 'pad']).default('squash'),
    scale: z.enum(['0..1', '-1..1', 'standardized']).default('0..1'),
    /** False: black is the least value and white the most. True: the other way round. */
    invert: z.boolean().default(false),
    /** What `standardized` subtracts and divides by: measured when a run starts, absent before. */
    statistics: ChannelStatistics.optional(),
    /** What transparent parts show, as #rrggbb; absent: white. */
    background: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i)
      .optional(),
  })
  .refine(
    ({ channels, statistics }) => !statistics || statistics.mean.length === (channels === 'gray' ? 1 : 3),
    'The statistics must be as many as the channels.',
  )
export type PrepareSpec = z.infer<typeof PrepareSpec>

/** A page of paper: what a transparent picture is most often looked at on. */
export const DEFAULT_BACKGROUND = '#ffffff'

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

const Numbers = z.array(z.number())
/**
 * Measured on the training split alone, one number for each column: an empty cell becomes `fill`, then every value
 * (value − offset) · factor; likewise the target of a regression, which is null where it stays as it is.
 */
export const TableStatistics = z.strictObject({
  fill: Numbers,
  offset: Numbers,
  factor: Numbers,
  target: z.strictObject({ offset: z.number(), factor: z.number() }).nullable(),
})
export type TableStatistics = z.infer<typeof TableStatistics>

/** How the columns of a table become a network's inputs; see `data/tables/measure.ts`. */
export const TableSpec = z.strictObject({
  /** As they are but for empty cells; mean 0 and deviation 1; or from 0 to 1. */
  scale: z.enum(['none', 'standardize', 'minMax']).default('none'),
  /** Null until a run begins, which measures them. */
  statistics: TableStatistics.nullable().default(null),
})
export type TableSpec = z.infer<typeof TableSpec>

export const DataSpec = z.strictObject({
  source: z.string().min(1),
  split: SplitShares,
  /** Null for a table. */
  prepare: PrepareSpec.nullable().prefault({}),
  /** Null for pictures, and for a table whose numbers are the network's inputs as they are. */
  table: TableSpec.nullable().default(null),
})
export type DataSpec = z.infer<typeof DataSpec>

/** What is done to the examples of a data set before a network sees them. */
export type Preparation = Pick<DataSpec, 'prepare' | 'table'>

/** The shape of one example: [height, width, channels] of a prepared picture, or [columns] of a table's row. */
export function inputShape(prepare: PrepareSpec | null, columns: number | undefined): number[] {
  return prepare ? [...prepare.size, prepare.channels === 'rgb' ? 3 : 1] : [columns ?? 0]
}
