const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉'
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const digits = (text: string, as: string): string => text.replace(/\d/g, (digit) => as[Number(digit)] ?? digit)
/** Mazur's example has one bias for each layer. */
const SHARED: Readonly<Record<string, string>> = { b_h1: 'b1', b_h2: 'b1', b_o1: 'b2', b_o2: 'b2' }

/** The parts of a name of a worked example: letters, a number, and what stands behind a line: Θ, 1, 20. */
function parts(name: string): { letters: string; number: string; place: string } {
  const [, letters = name, number = '', place = ''] = /^([^\d_]+)(\d*)(?:_(\d+))?$/.exec(SHARED[name] ?? name) ?? []
  return { letters, number, place }
}

/** A name of a worked example as it is written in text: w5 as w₅, Θ1_20 as Θ¹₂₀. */
export function symbolText(name: string): string {
  const { letters, number, place } = parts(name)
  return letters + (place ? digits(number, SUPERSCRIPTS) + digits(place, SUBSCRIPTS) : digits(number, SUBSCRIPTS))
}

/** A text with such names in it, as they are written: w1 + b as w₁ + b. */
export const withSubscripts = (text: string): string =>
  text.replace(
    /(b?w|[bchiox])(\d)(?!\w)/g,
    (_, letters: string, number: string) => letters + digits(number, SUBSCRIPTS),
  )

/** The same in a formula: w_{5}, \Theta^{(1)}_{20}. */
export function symbolTex(name: string): string {
  const { letters, number, place } = parts(name)
  const base = letters === 'Θ' ? '\\Theta' : letters.length > 1 ? `\\mathit{${letters}}` : letters
  if (place) return `${base}^{(${number})}_{${place}}`
  return number ? `${base}_{${number}}` : base
}
