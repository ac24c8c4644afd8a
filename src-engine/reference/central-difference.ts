import { at } from './array.ts'

export interface CentralDifference {
  /** C(w + ε) and C(w − ε). */
  readonly plus: number
  readonly minus: number
  /** Rise over run: (C(w + ε) − C(w − ε)) / 2ε */
  readonly slope: number
}

/** The slope of a cost in one weight from two points beside it; its error falls with ε². */
export function centralDifference(
  cost: (w: Float64Array) => number,
  w: Float64Array,
  index: number,
  epsilon: number,
): CentralDifference {
  const plus = cost(w.with(index, at(w, index) + epsilon))
  const minus = cost(w.with(index, at(w, index) - epsilon))
  return { plus, minus, slope: (plus - minus) / (2 * epsilon) }
}
