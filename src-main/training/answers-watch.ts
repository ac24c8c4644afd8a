import { ofTwo } from '../../src-engine/inspect/evaluation/of-two.ts'
import { topClasses } from '../../src-engine/inspect/evaluation/top-classes.ts'
import type { Model } from '../../src-engine/plan/model.ts'
import { evaluateSource, type OnBatch } from '../../src-engine/train/evaluate.ts'
import type { LabelledSource } from '../../src-engine/train/source.ts'
import type { Predictions } from '../contract/types.ts'
import { Ticker } from './ticker.ts'

/** Milliseconds between two epochs whose answers are told. */
const INTERVAL = 1000
/** Examples that are shown, and classes of each. */
const SHOWN = 8
const TOP = 3
/** The matrix of more classes would be more than a megabyte a second. */
const MOST_CLASSES = 256

interface AnswersOptions {
  readonly model: Model
  readonly split: Predictions['split']
  readonly source: LabelledSource
  /** Of the source's examples in the data set. */
  readonly positions: Uint32Array
  readonly send: (predictions: Predictions) => void
}

/**
 * What the network says of a few examples, always the same ones, and which classes it takes for which. Of validation examples
 * it is read off the evaluation that ends an epoch anyway; without any, a few training examples are asked about.
 */
export class AnswersWatch {
  readonly #options: AnswersOptions
  readonly #due = new Ticker(INTERVAL)
  readonly #shown: Uint32Array
  readonly #classes: number
  #confusion = new Uint32Array()
  #answers = new Map<number, Float32Array>()

  constructor(options: AnswersOptions) {
    const { source, model } = options
    const length = Math.min(SHOWN, source.count)
    this.#options = options
    this.#shown = Uint32Array.from({ length }, (_, i) => Math.floor((i * source.count) / length))
    this.#classes = Math.max(2, model.classes)
  }

  /** Before an epoch: what is to receive its validation; undefined when nothing is to be told of it. */
  begin(now: number, isLast: boolean): OnBatch | undefined {
    const { split } = this.#options
    if (!isLast && !this.#due.due(now)) return undefined
    this.#confusion = new Uint32Array(this.#classes <= MOST_CLASSES ? this.#classes ** 2 : 0)
    this.#answers.clear()
    return split === 'validation' ? (outputs, first, count) => this.#take(outputs, first, count) : () => undefined
  }

  /** Behind an epoch that was begun with a receiver. */
  end(epoch: number): void {
    const { model, split, source, positions, send } = this.#options
    const shown = this.#shown
    if (split === 'train') {
      const answers = (outputs: Float32Array, first: number, count: number): void =>
        this.#take(outputs, first, count, (i) => shown[i] ?? 0)
      evaluateSource(model, partOf(source, shown), answers)
    }
    const isWhole = split === 'validation' || shown.length === source.count
    const items = Array.from(shown, (example) => ({
      position: positions[example] ?? 0,
      label: source.label(example),
      top: this.#topOf(example),
    }))
    const confusion = isWhole && this.#confusion.length > 0 ? this.#confusion : null
    send({ epoch, split, confusion, items })
  }

  #topOf(example: number): Predictions['items'][number]['top'] {
    const own = this.#answers.get(example) ?? new Float32Array()
    return Array.from(topClasses(own, TOP), (label) => ({ label, probability: own[label] ?? NaN }))
  }

  #take(outputs: Float32Array, first: number, count: number, exampleAt = (i: number): number => i): void {
    const { model, source } = this.#options
    const classes = this.#classes
    const answers = model.classes === 1 ? ofTwo(outputs) : outputs
    for (let i = 0; i < count; i++) {
      const example = exampleAt(first + i)
      const own = answers.subarray(i * classes, (i + 1) * classes)
      if (this.#shown.includes(example)) this.#answers.set(example, own.slice())
      if (this.#confusion.length === 0) continue
      const cell = source.label(example) * classes + (topClasses(own, 1)[0] ?? 0)
      this.#confusion[cell] = (this.#confusion[cell] ?? 0) + 1
    }
  }
}

/** Some of a source's examples as a source. */
function partOf(source: LabelledSource, chosen: Uint32Array): LabelledSource {
  const at = (index: number): number => chosen[index] ?? 0
  return {
    ...source,
    count: chosen.length,
    readInputs: (indices, count, into) => source.readInputs(indices.subarray(0, count).map(at), count, into),
    label: (index) => source.label(at(index)),
    ...(source.weight && { weight: (index: number) => source.weight?.(at(index)) ?? 1 }),
  }
}
