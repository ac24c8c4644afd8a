import type { Activation } from '../spec/activation.ts'

/**
 * Share of relu units that are dead for these examples: their output is 0 for each of them, so no gradient passes. A
 * filter of a convolution is one unit, with its output everywhere in the picture.
 * @param a (examples, …, units)
 * @returns 0 … 1
 */
export function deadShare(a: ArrayLike<number>, units: number): number {
  const isAlive = new Uint8Array(units)
  for (let i = 0; i < a.length; i++) if (a[i] !== 0) isAlive[i % units] = 1
  return 1 - isAlive.reduce((sum, alive) => sum + alive, 0) / units
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
