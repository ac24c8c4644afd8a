import { activate } from './activations.ts'
import { at } from './array.ts'

/** A unit with a threshold: it fires where Σ w·x + b ≥ 0, so its threshold is −b. */
export interface Perceptron {
  readonly w: Float64Array
  readonly b: number
}

/** z = Σ w·x + b and a = [z ≥ 0]: a tie fires (McCulloch and Pitts 1943). */
export function fire({ w, b }: Perceptron, x: Float64Array): { readonly z: number; readonly a: number } {
  const z = w.reduce((sum, weight, i) => sum + weight * at(x, i), b)
  return { z, a: activate('step', z) }
}

/**
 * The perceptron rule (Rosenblatt 1958) for one example: w ← w + η(y − a)x,  b ← b + η(y − a). Nothing changes where the
 * answer is right; if a line separates the classes, repeating it over the examples finds one (Novikoff 1962).
 * @param y what is wanted, 0 or 1
 */
export function perceptronRule(unit: Perceptron, x: Float64Array, y: number, learningRate: number): Perceptron {
  const error = y - fire(unit, x).a
  return {
    w: unit.w.map((weight, i) => weight + learningRate * error * at(x, i)),
    b: unit.b + learningRate * error,
  }
}
