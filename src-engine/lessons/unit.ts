import { fire } from '../reference/perceptron.ts'

/** Weights and bias of one unit that fires where Σ w·x + b ≥ 0: a tie fires. */
export interface Unit {
  readonly w: readonly number[]
  readonly b: number
}

export interface UnitRow {
  readonly x: readonly number[]
  /** w·x, input by input; with b they add up to z. */
  readonly products: readonly number[]
  readonly z: number
  readonly y: number
}

/** What a unit makes of one example. */
export function unitRow({ w, b }: Unit, x: readonly number[]): UnitRow {
  const { z, a } = fire({ w: Float64Array.from(w), b }, Float64Array.from(x))
  return { x, products: w.map((weight, i) => weight * (x[i] ?? NaN)), z, y: a }
}

/** Every combination of so many bits, counted upwards: 00, 01, 10, 11. */
export const bits = (count: number): number[][] =>
  Array.from({ length: 2 ** count }, (_, row) => Array.from({ length: count }, (__, i) => (row >> (count - 1 - i)) & 1))

/** What a unit makes of every combination of bits. */
export const truthTable = (unit: Unit): UnitRow[] => bits(unit.w.length).map((x) => unitRow(unit, x))
