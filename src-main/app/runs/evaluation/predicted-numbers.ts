import type { SplitName } from '../../../../src-engine/spec/data.ts'
import type { EvaluatedItem, Evaluation, ItemQuery, SplitMetrics } from '../../../contract/types.ts'

/** What a regression says of a whole split. */
export interface PredictedNumbers {
  readonly metrics: SplitMetrics
  readonly split: SplitName
  readonly checkpoint: number
  /** What is predicted. */
  readonly name: string
  readonly positions: Uint32Array
  readonly files: readonly string[]
  readonly tensorSha256: readonly string[]
  /** What was to be predicted of each item and what was, in the target's own unit. */
  readonly targets: Float64Array
  readonly numbers: Float64Array
}

/** All items in their own order, or those that a query fits; a number is never wrong, only off, so no filter applies. */
export function evaluationOfNumbers(predicted: PredictedNumbers, query: ItemQuery | undefined): Evaluation {
  const { metrics, split, checkpoint, name } = predicted
  return {
    ...{ metrics, accuracy: null, split, checkpoint, confusion: [], classes: [name], perClass: [] },
    ...chosenNumbers(predicted, query),
  }
}

export function chosenNumbers(
  predicted: PredictedNumbers,
  query: ItemQuery | undefined,
): Pick<Evaluation, 'total' | 'items'> {
  const items = Array.from(predicted.positions, (_, index) => itemAt(predicted, index))
  if (!query) return { total: items.length, items }
  const { sort, offset, limit } = query
  if (sort !== 'position') items.sort((a, b) => b.loss - a.loss || a.position - b.position)
  return { total: items.length, items: items.slice(offset, offset + limit) }
}

function itemAt(
  { name, positions, files, tensorSha256, targets, numbers }: PredictedNumbers,
  i: number,
): EvaluatedItem {
  const [target, predicted] = [targets[i] ?? NaN, numbers[i] ?? NaN]
  return {
    ...{ position: positions[i] ?? 0, file: files[i] ?? '', label: String(target) },
    ...{ tensorSha256: tensorSha256[i] ?? '', top: [{ label: name, probability: predicted }] },
    loss: (predicted - target) ** 2,
  }
}
