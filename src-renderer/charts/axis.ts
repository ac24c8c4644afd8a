import type { Range } from './range.ts'

/** Where a value stands on an axis: itself, or its logarithm to base 10, which values of 0 and less have not. */
export function place(value: number, isLog: boolean): number {
  if (!isLog) return value
  return value > 0 ? Math.log10(value) : NaN
}

/** The value at a place of an axis. */
export const valueAtPlace = (at: number, isLog: boolean): number => (isLog ? 10 ** at : at)

/**
 * Places of a logarithmic axis that get a tick: 1, 2 and 5 of every power of ten while they are few, else the powers
 * alone; evenly spread values where the axis covers too little for either.
 */
export function logTicks({ min, max }: Range, most: number): number[] {
  const powers = wholeFrom(min, max)
  if (powers.length > most) {
    const every = Math.ceil(powers.length / most)
    return powers.filter((power) => power % every === 0)
  }
  const fine = wholeFrom(Math.floor(min), max)
    .flatMap((power) => [1, 2, 5].map((digit) => power + Math.log10(digit)))
    .filter((at) => at >= min && at <= max)
  if (fine.length > most) return powers
  if (fine.length >= 3) return fine
  const step = roundStep((10 ** max - 10 ** min) / (most - 1))
  return wholeFrom(10 ** min / step, 10 ** max / step).map((times) => Math.log10(times * step))
}

const wholeFrom = (min: number, max: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor(max) - Math.ceil(min) + 1) }, (_, index) => Math.ceil(min) + index)

/** The next 1, 2 or 5 times a power of ten. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step))
  return power * ([1, 2, 5].find((digit) => digit * power >= step) ?? 10)
}
