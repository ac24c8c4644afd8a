/** What a spreadsheet takes for the beginning of a formula, also behind blanks and in the wide forms of East Asian keyboards. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/**
 * A cell of a CSV file (RFC 4180, comma) that no spreadsheet runs: text that looks like a formula gets an apostrophe in
 * front, as OWASP advises (CSV injection); numbers stay numbers. NaN, null and undefined are empty cells.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return ''
  if (typeof value === 'number' || NUMBER.test(value)) return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
