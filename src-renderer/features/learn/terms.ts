import type { Quantity } from './quantities.ts'

/** A term of a sum: a number, or numbers to multiply. */
export interface Term {
  readonly factors: readonly { readonly value: number; readonly is: Quantity }[]
}

const MINUS = '\u2212'
const MOST_DIGITS = 10

/** A number with so many decimals, and a real minus sign. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  const isZero = Number(text) === 0
  return (value < 0 && !isZero ? MINUS : '') + (text.startsWith('-') ? text.slice(1) : text)
}

/**
 * The fewest decimals with which rounded terms visibly add up to the rounded sum; what is exact needs no more than it has.
 * @param least decimals to show at least
 */
export function digitsThatAddUp(terms: readonly number[], sum: number, least = 0): number {
  for (let digits = least; digits < MOST_DIGITS; digits++) {
    const unit = 10 ** digits
    const rounded = terms.reduce((total, term) => total + Math.round(term * unit), 0)
    const seen = [...terms, sum].every((value) => value === 0 || Math.round(value * unit) !== 0)
    const close = [...terms, sum].every(
      (value) => Math.abs(Math.round(value * unit) / unit - value) <= precision(value),
    )
    if (seen && close && rounded === Math.round(sum * unit)) return digits
  }
  return MOST_DIGITS
}

/** Rounding that loses more than this of a number hides what it is. */
const precision = (value: number): number => Math.abs(value) * 5e-4
