/** What a source prints beside what it should be. It is about the printed example: with other inputs nothing agrees. */
export interface Printed {
  readonly what: string
  readonly printed: string
  readonly computed: number | string
  /** Whether `printed` is `computed`, rounded to as many digits as are printed. */
  readonly agrees: boolean
  /** Where the difference comes from, when that is known. */
  readonly why: string
}

/** A printed number beside the computed one. @param text as printed, without exponent */
export function printedNumber(what: string, text: string, computed: number, why = ''): Printed {
  const digits = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0
  return { what, printed: text, computed, agrees: Number(computed.toFixed(digits)) === Number(text), why }
}

/** Something that is printed wrong and is no single number. */
export function printedWrong(what: string, text: string, computed: string, why: string): Printed {
  return { what, printed: text, computed, agrees: false, why }
}

/** Numbers of one block, some of them printed: `[name, as printed, why it differs]`. */
export function printedNumbers(
  computed: Readonly<Record<string, number>>,
  texts: readonly (readonly [name: string, text: string, why?: string])[],
): Printed[] {
  return texts.map(([name, text, why = '']) => printedNumber(name, text, computed[name] ?? NaN, why))
}
