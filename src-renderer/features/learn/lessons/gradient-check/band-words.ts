import { isRefused, type Verdict } from '../../../../../src-engine/inspect/verdict.ts'

export const BAND_WORDS: Readonly<Record<Verdict, string>> = {
  correct: 'correct',
  probablyCorrect: 'probably correct',
  caution: 'caution',
  doubtful: 'doubtful',
  doubleRedFlag: 'double red flag',
  wrong: 'wrong',
}

/** Good, to be looked at, bad: colour beside the words. */
export function bandTone(band: Verdict): string {
  if (isRefused(band)) return 'text-bad'
  return band === 'correct' || band === 'probablyCorrect' ? 'text-good' : 'text-warn'
}

/** A power of ten as it is written by hand: 10⁻⁷, 1. */
export function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value))
  if (exponent === 0) return '1'
  return `10${[...String(exponent)].map((digit) => RAISED[digit] ?? '').join('')}`
}
const RAISED: Readonly<Record<string, string>> = {
  ...{ '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴' },
  ...{ 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' },
}

/** Which digits of a number are those of another, and which are not any more. */
export function sameDigits(text: string, other: string): readonly [same: string, different: string] {
  let same = 0
  while (same < text.length && text[same] === other[same]) same++
  return [text.slice(0, same), text.slice(same)]
}
