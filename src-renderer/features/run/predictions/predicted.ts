import type { EvaluatedItem, Evaluation, Predictions, TopK } from '../../../../src-main/contract/types.ts'

/** What a network said of one example. */
export interface PredictedItem {
  readonly position: number
  readonly label: string
  /** Most probable first. */
  readonly top: TopK
}

/** What a network said of some examples at the end of an epoch. */
export interface Predicted {
  readonly epoch: number
  readonly split: string
  /** confusion[true class][predicted class]; null where it was not counted. */
  readonly confusion: readonly (readonly number[])[] | null
  readonly items: readonly PredictedItem[]
}

export function livePredicted({ epoch, split, confusion, items }: Predictions, classes: readonly string[]): Predicted {
  const name = (index: number): string => classes[index] ?? String(index)
  const sides = confusion ? Math.sqrt(confusion.length) : 0
  return {
    ...{ epoch, split },
    confusion:
      confusion && Array.from({ length: sides }, (_, row) => [...confusion.subarray(row * sides, (row + 1) * sides)]),
    items: items.map(({ position, label, top }) => ({
      ...{ position, label: name(label) },
      top: top.map((one) => ({ label: name(one.label), probability: one.probability })),
    })),
  }
}

export function evaluatedPredicted(
  { checkpoint, split, confusion }: Evaluation,
  items: readonly EvaluatedItem[],
): Predicted {
  return { epoch: checkpoint, split, confusion, items }
}

/** Share of the right answers, 0 … 1; null where nothing was counted. */
export function rightShare(confusion: Predicted['confusion']): number | null {
  if (!confusion) return null
  let [right, all] = [0, 0]
  for (const [trueClass, row] of confusion.entries())
    for (const [predictedClass, count] of row.entries()) {
      all += count
      if (trueClass === predictedClass) right += count
    }
  return all > 0 ? right / all : null
}
