/** What was typed as a number: with a comma or a real minus sign too; null when it is none. */
export function readNumber(text: string): number | null {
  const plain = text.trim().replaceAll('\u2212', '-').replace(',', '.')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null
  return Number(plain)
}

/** Whether a number is an answer within rounding to so many decimals: half a unit of the last one, and what typing loses. */
export function isWithinRounding(given: number, answer: number, decimals: number): boolean {
  return Math.abs(given - answer) <= 0.5 * 10 ** -decimals + 1e-9 * Math.max(1, Math.abs(answer))
}
