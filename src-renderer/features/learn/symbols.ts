const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉'
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const digits = (text: string, as: string): string => text.replace(/\d/g, (digit) => as[Number(digit)] ?? digit)

/** A name of a worked example as it is written in text: w5 as w₅, Θ1_20 as Θ¹₂₀. */
export function symbolText(name: string): string {
  const [, letters = name, layer = '', rest = ''] = /^([^\d_]+)(\d*)(?:_(.+))?$/.exec(name) ?? []
  return rest ? letters + digits(layer, SUPERSCRIPTS) + digits(rest, SUBSCRIPTS) : letters + digits(layer, SUBSCRIPTS)
}

/** The same in a formula: w_{5}, Θ^{(1)}_{20}. */
export function symbolTex(name: string): string {
  const [, letters = name, layer = '', rest = ''] = /^([^\d_]+)(\d*)(?:_(.+))?$/.exec(name) ?? []
  const base = letters.replace('Θ', '\\Theta ')
  if (rest) return `${base}^{(${layer})}_{${rest}}`
  return layer ? `${base}_{${layer}}` : base
}
