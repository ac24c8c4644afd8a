/** What the relative error of a gradient says, from best to worst. */
export type Verdict = 'correct' | 'probablyCorrect' | 'caution' | 'doubtful' | 'doubleRedFlag' | 'wrong'

/**
 * The bands of the textbooks for float64: up to 1e-7 correct, 1e-6 … 1e-5 caution, 1e-4 … 1e-2 a double red flag, above
 * it wrong. The two gaps between them have names of our own: probably correct, and doubtful.
 */
const BANDS: readonly (readonly [upTo: number, Verdict])[] = [
  [1e-7, 'correct'],
  [1e-6, 'probablyCorrect'],
  [1e-5, 'caution'],
  [1e-4, 'doubtful'],
  [1e-2, 'doubleRedFlag'],
]

/** The band of a relative error; what is not a number is wrong. */
export function verdictOf(relativeError: number): Verdict {
  return BANDS.find(([upTo]) => relativeError <= upTo)?.[1] ?? 'wrong'
}

/** Whether a gradient must not be trusted. */
export const isRefused = (verdict: Verdict): boolean => verdict === 'doubleRedFlag' || verdict === 'wrong'
