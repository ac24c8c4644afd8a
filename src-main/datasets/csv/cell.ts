import type { TableDialect } from '../../contract/types.ts'

export type Decimal = TableDialect['decimal']

const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', '?', '-'])
const INFINITE = /^[+-]?inf(inity)?$/i
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Whether an empty cell, or what programs write for one: NA, N/A, NaN, null, ?, -. */
export const isMissing = (trimmed: string): boolean => trimmed.length < 5 && MISSING.has(trimmed.toLowerCase())

/**
 * The number that a cell holds. Blanks around it do not matter; other words than numbers are none.
 * @returns NaN for what is no number, ±Infinity for infinities and for what float32 cannot hold
 */
export function parseNumber(trimmed: string, decimal: Decimal): number {
  const text = decimal === ',' ? trimmed.replace(',', '.') : trimmed
  if (decimal === ',' && trimmed.includes('.')) return NaN
  if (NUMBER.test(text)) return Math.abs(Number(text)) > MOST ? Math.sign(Number(text)) * Infinity : Number(text)
  return INFINITE.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : NaN
}

/** The largest float32: what lies above rounds to infinity. */
const MOST = 3.4028234663852886e38
