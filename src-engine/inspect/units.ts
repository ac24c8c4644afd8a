import type { Activation } from '../spec/activation.ts'

/**
 * Share of relu units that are dead for these examples: their output is 0 for each of them, so no gradient passes. A
 * filter of a convolution is one unit, with its output everywhere in the picture.
 * @param a (examples, …, units)
 * @returns 0 … 1
 */
export function deadShare(a: ArrayLike<number>, units: number): number {
  return silentUnits(a, units).length / units
}

/**
 * The units that give 0 for each of these examples. Once a unit has given anything else it is not looked at any more, so a
 * healthy layer takes no longer than a few examples.
 * @param a (examples, …, units)
 * @param among the units looked at, in ascending order; all by default
 */
export function silentUnits(a: ArrayLike<number>, units: number, among?: Uint32Array): Uint32Array {
  const left = among?.slice() ?? Uint32Array.from({ length: units }, (_, unit) => unit)
  let count = left.length
  for (let row = 0; row < a.length && count > 0; row += units) {
    let kept = 0
    for (let i = 0; i < count; i++) {
      const unit = left[i] ?? 0
      if (a[row + unit] === 0) left[kept++] = unit
    }
    count = kept
  }
  return left.slice(0, count)
}

/** Outputs beyond these are saturated: there f′ is below 4 % of its largest value, for σ and tanh(z) = 2σ(2z) − 1 alike. */
const SATURATION: Partial<Record<Activation, readonly [below: number, above: number]>> = {
  sigmoid: [0.01, 0.99],
  tanh: [-0.98, 0.98],
}

/**
 * Share of outputs that are saturated, below 0.01 or above 0.99 for sigmoid and beyond ±0.98 for tanh.
 * @param a outputs in any shape
 * @returns 0 … 1; null for activations that do not saturate on both sides
 */
export function saturatedShare(a: Float32Array | readonly number[], activation: Activation): number | null {
  const bounds = SATURATION[activation]
  if (!bounds) return null
  const [below, above] = bounds
  let saturated = 0
  for (const value of a) if (value < below || value > above) saturated += 1
  return saturated / a.length
}
