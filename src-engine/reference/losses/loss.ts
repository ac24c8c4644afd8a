import { at } from '../array.ts'

/** Answers to judge. */
export interface Answers {
  /** The network's answers, or the values z before the last activation where a loss asks for these: (n, outputs). */
  readonly a: Float64Array
  /** What was wanted: (n, outputs). */
  readonly y: Float64Array
  readonly outputs: number
  /** A factor for each example's loss, (n); 1 unless given. */
  readonly weights?: Float64Array | undefined
}

export interface LossResult {
  /** C, the cost of the whole batch. */
  readonly loss: number
  /** ∂C/∂a, or ∂C/∂z of the losses that take z: (n, outputs). */
  readonly delta: Float64Array
}

/** n */
export const examplesOf = ({ a, outputs }: Answers): number => a.length / outputs

/** The factor of the example that answer i belongs to. */
export const weightOf = ({ weights, outputs }: Answers, i: number): number =>
  weights ? at(weights, Math.floor(i / outputs)) : 1

/**
 * C = factor · Σ over all answers of weight · c(a, y), which most losses are.
 * @param slope ∂c/∂a
 */
export function sumOfTerms(
  answers: Answers,
  factor: number,
  term: (a: number, y: number) => number,
  slope: (a: number, y: number) => number,
): LossResult {
  const { a, y } = answers
  let sum = 0
  const delta = a.map((value, i) => {
    const weight = weightOf(answers, i)
    sum += weight * term(value, at(y, i))
    return factor * weight * slope(value, at(y, i))
  })
  return { loss: factor * sum, delta }
}
