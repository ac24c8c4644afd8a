import { answerLoss } from './answer-loss.ts'
import { topClasses } from './top-classes.ts'

/** What a network says of many examples, without the probabilities of the classes that it hardly considers. */
export interface Answers {
  /** How many classes are kept of each. */
  readonly top: number
  /** (examples, top): the most probable classes, most probable first. */
  readonly classes: Uint32Array
  /** (examples, top) */
  readonly probabilities: Float32Array
  /** −ln p of the true class. */
  readonly loss: Float64Array
}

/** Takes answers in, batch by batch. */
export function collectAnswers(
  labels: ArrayLike<number>,
  classes: number,
  most: number,
): {
  readonly answers: Answers
  readonly classes: number
  readonly add: (probabilities: Float32Array, first: number, count: number) => void
} {
  const top = Math.min(most, classes)
  const answers = {
    top,
    classes: new Uint32Array(labels.length * top),
    probabilities: new Float32Array(labels.length * top),
    loss: new Float64Array(labels.length),
  }
  function add(probabilities: Float32Array, first: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const own = probabilities.subarray(i * classes, (i + 1) * classes)
      const places = topClasses(own, top)
      const start = (first + i) * top
      answers.classes.set(places, start)
      for (let rank = 0; rank < top; rank++) answers.probabilities[start + rank] = own[places[rank] ?? 0] ?? NaN
      answers.loss[first + i] = answerLoss(own[labels[first + i] ?? -1] ?? NaN)
    }
  }
  return { answers, classes, add }
}

/** What each example was called. */
export function calledOf({ top, classes, loss }: Answers): Uint32Array {
  return Uint32Array.from(loss, (_, index) => classes[index * top] ?? 0)
}
