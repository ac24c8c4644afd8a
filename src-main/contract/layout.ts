import * as z from 'zod'
import { Count } from './common.ts'

/**
 * Which folders of a path are classes: those `depth` folders below the one that was chosen (0: directly inside it).
 * `splits`: whether the folders above them named train, val and test are splits.
 */
export const LayoutChoice = z.object({ depth: z.int().min(0).max(64), splits: z.boolean() })
export type LayoutChoice = z.infer<typeof LayoutChoice>

/** One way to read a folder, in the `details` of `dataset/ambiguous-layout`. */
export const LayoutReading = z.object({
  layout: LayoutChoice,
  /** What it means, in a sentence. */
  title: z.string(),
  classCount: Count,
  pictureCount: Count,
  /** The first classes, each with how many pictures it would have and the path of one. */
  classes: z.array(z.object({ name: z.string(), count: Count, example: z.string() })),
})
export type LayoutReading = z.infer<typeof LayoutReading>
