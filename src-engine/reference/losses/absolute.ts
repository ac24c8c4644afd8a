import { examplesOf, sumOfTerms, type Answers, type LossResult } from './loss.ts'

/** Mean over examples and outputs: C = 1/(n·outputs) Σ Σ |a − y| (Keras). Its slope at a = y is taken as 0. */
export function meanAbsoluteError(answers: Answers): LossResult {
  return absolutes(answers, 1 / answers.a.length)
}

/** Mean over the examples only: C = 1/n Σ Σ |a − y|. */
export function meanSummedAbsoluteError(answers: Answers): LossResult {
  return absolutes(answers, 1 / examplesOf(answers))
}

function absolutes(answers: Answers, factor: number): LossResult {
  return sumOfTerms(
    answers,
    factor,
    (a, y) => Math.abs(a - y),
    (a, y) => Math.sign(a - y),
  )
}
