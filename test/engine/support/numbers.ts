import { expect } from 'vitest'
import { createRng } from '../../../src-engine/train/rng.ts'

/** Standard normal numbers that float32 holds exactly. */
export function normals(seed: number, length: number): Float64Array {
  const rng = createRng(seed, 'initializer', 77)
  return new Float64Array(length).map(() => Math.fround(rng.normal()))
}

export const absolute = (x: Float64Array): Float64Array => x.map(Math.abs)

/** The engine's promise: |k − r| ≤ 1e-5 · Σ|terms|, `terms` holding the sum for each number. */
export function expectWithinTerms(
  kernel: ArrayLike<number>,
  reference: ArrayLike<number>,
  terms: ArrayLike<number>,
): void {
  expect(kernel.length).toBe(reference.length)
  for (let i = 0; i < reference.length; i++) {
    const error = Math.abs(kernel[i]! - reference[i]!)
    if (!(error <= 1e-5 * terms[i]! + 1e-30))
      expect.fail(`number ${i}: kernel ${kernel[i]}, reference ${reference[i]}, terms ${terms[i]}`)
  }
}

/** ‖k − r‖ / ‖r‖ */
export function relativeDistance(kernel: ArrayLike<number>, reference: ArrayLike<number>): number {
  let difference = 0
  let norm = 0
  for (let i = 0; i < reference.length; i++) {
    difference += (kernel[i]! - reference[i]!) ** 2
    norm += reference[i]! ** 2
  }
  return Math.sqrt(difference / norm)
}

/** Equal within a relative 1e-12 (or `tolerance`); numbers below 1e-3 within that of 1e-3. */
export function expectGolden(actual: ArrayLike<number>, golden: ArrayLike<number>, tolerance = 1e-12): void {
  expect(actual.length).toBe(golden.length)
  for (let i = 0; i < golden.length; i++) {
    const difference = Math.abs(actual[i]! - golden[i]!)
    if (!(difference <= tolerance * Math.max(Math.abs(golden[i]!), 1e-3)))
      expect.fail(`number ${i}: ${actual[i]}, golden ${golden[i]}, relative ${difference / Math.abs(golden[i]!)}`)
  }
}
