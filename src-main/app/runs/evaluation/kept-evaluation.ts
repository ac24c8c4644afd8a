import { calledOf, type Answers } from '../../../../src-engine/inspect/evaluation/answers.ts'
import type { Confusion } from '../../../../src-engine/inspect/evaluation/confusion.ts'
import type { SplitName } from '../../../../src-engine/spec/data.ts'
import type { ClassFigures, Estimate, EvaluatedItem, ItemQuery, SplitMetrics } from '../../../contract/types.ts'

/** What a run says of a whole split, kept so that the next question about it is answered at once. */
export interface KeptEvaluation {
  readonly metrics: SplitMetrics
  readonly accuracy: Estimate | null
  readonly split: SplitName
  readonly checkpoint: number
  readonly confusion: Confusion
  readonly classes: readonly string[]
  readonly perClass: readonly ClassFigures[]
  /** Position of each item in the data set. */
  readonly positions: Uint32Array
  readonly labels: Uint32Array
  readonly files: readonly string[]
  readonly tensorSha256: readonly string[]
  readonly answers: Answers
}

type Sort = ItemQuery['sort']

/** Chooses among the items of one evaluation; an order is made once, the first time it is asked for. */
export class EvaluatedItems {
  readonly #kept: KeptEvaluation
  readonly #called: Uint32Array
  readonly #orders = new Map<Sort, Uint32Array>()

  constructor(kept: KeptEvaluation) {
    this.#kept = kept
    this.#called = calledOf(kept.answers)
  }

  /** @param count how many classes to name of each, at most as many as were kept */
  choose(
    { trueClass, predictedClass, onlyWrong, sort, offset, limit }: ItemQuery,
    count: number,
  ): { total: number; items: EvaluatedItem[] } {
    const { labels } = this.#kept
    const fits = this.#ordered(sort).filter((index) => {
      const [label, called] = [labels[index], this.#called[index]]
      return (
        (trueClass === undefined || label === trueClass) &&
        (predictedClass === undefined || called === predictedClass) &&
        !(onlyWrong && label === called)
      )
    })
    return { total: fits.length, items: this.#items(fits.subarray(offset, offset + limit), count) }
  }

  /** All of them in their own order. */
  all(count: number): { total: number; items: EvaluatedItem[] } {
    const items = this.#items(this.#ordered('position'), count)
    return { total: items.length, items }
  }

  #ordered(sort: Sort): Uint32Array {
    const known = this.#orders.get(sort)
    if (known) return known
    const { labels, answers } = this.#kept
    const order = Uint32Array.from(labels, (_, index) => index)
    const confidence = (index: number): number => answers.probabilities[index * answers.top] ?? 0
    const loss = (index: number): number => answers.loss[index] ?? 0
    if (sort === 'confidence') order.sort((a, b) => confidence(b) - confidence(a) || a - b)
    if (sort === 'loss') order.sort((a, b) => loss(b) - loss(a) || a - b)
    this.#orders.set(sort, order)
    return order
  }

  #items(indices: Uint32Array, count: number): EvaluatedItem[] {
    const { positions, labels, files, tensorSha256, classes, answers } = this.#kept
    return Array.from(indices, (index) => ({
      position: positions[index] ?? 0,
      file: files[index] ?? '',
      label: classes[labels[index] ?? 0] ?? '',
      tensorSha256: tensorSha256[index] ?? '',
      top: Array.from({ length: Math.min(count, answers.top) }, (_, rank) => ({
        label: classes[answers.classes[index * answers.top + rank] ?? 0] ?? '',
        probability: answers.probabilities[index * answers.top + rank] ?? 0,
      })),
      loss: answers.loss[index] ?? 0,
    }))
  }
}
