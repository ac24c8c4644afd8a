import { unscaleTarget } from '../../src-engine/data/tables/scale.ts'
import type { TableSpec } from '../../src-engine/spec/data.ts'
import type { OnBatch } from '../../src-engine/train/evaluate.ts'

/** Takes in what a network predicts, in the target's own unit. */
export function collectNumbers(
  count: number,
  table: TableSpec | null,
): { readonly numbers: Float64Array; readonly add: OnBatch } {
  const numbers = new Float64Array(count)
  const scaling = table?.statistics?.target ?? null
  return {
    numbers,
    add: (answers, first) => {
      for (const [i, answer] of answers.entries()) numbers[first + i] = unscaleTarget(answer, scaling)
    },
  }
}
