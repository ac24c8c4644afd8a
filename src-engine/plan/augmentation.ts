import * as layout from '../kernels/assembly/layout.ts'
import { sizeOf, type Shape } from '../spec/shapes.ts'
import { isAugmented, type AugmentationSpec } from '../spec/training.ts'
import type { Arena } from './arena.ts'
import { instruction, thenBarrier, type Instruction } from './instructions.ts'

/** Numbers in one picture's record. */
export const recordLength = (channels: number): number => layout.AUGMENT_SHIFTS + channels

/** A record that leaves the picture as it is. */
export function unchanged(record: Float32Array): void {
  record.fill(0)
  record.set([1, 0, 0, 0, 1, 0])
  record[layout.AUGMENT_GAIN] = 1
}

export interface AugmentationPlan {
  /** Address of the pictures a training step sees. */
  readonly pictures: number
  /** Address of what is done to each picture: (examples, `recordLength`) float32. */
  readonly records: number
  readonly instructions: readonly Instruction[]
}

/** Buffers for changed pictures beside the ones that were loaded; null when nothing is changed. */
export function planAugmentation(
  arena: Arena,
  spec: AugmentationSpec | undefined,
  { inputs, shape, batchSize }: { readonly inputs: number; readonly shape: Shape; readonly batchSize: number },
): AugmentationPlan | null {
  if (!spec || !isAugmented(spec)) return null
  const [height = 1, width = 1, channels = 1] = shape
  const pictures = arena.allocate(4 * batchSize * sizeOf(shape))
  const records = arena.allocate(4 * batchSize * recordLength(channels))
  const totals = arena.allocate(32 * batchSize)
  const args = { input: inputs, output: pictures, height, width, channels, records, totals }
  return { pictures, records, instructions: thenBarrier([instruction('augment', args)]) }
}
