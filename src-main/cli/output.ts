import { toEnvelope } from '../contract/errors.ts'

/** One JSON document on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** For people, beside the output that scripts read. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`)
}

export function printError(error: unknown): void {
  const { code, message, hint } = toEnvelope(error)
  note(visible(`glassbox: ${message}${hint ? `\n  ${hint}` : ''}\n  (${code})`, '\n'))
}

/** Columns as wide as their longest value; numbers are aligned by whoever formats them. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => visible(row[column] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => visible(cell).padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Names may hold newlines and control characters; a terminal must not obey them. */
/** @param except characters that may stay */
export function visible(text: string, except = ''): string {
  return text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    except.includes(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}

export const percent = (share: number | null | undefined): string =>
  typeof share !== 'number' ? '–' : `${(share * 100).toFixed(1)} %`

/** Four significant digits, never 0.00. */
export function loss(value: number | undefined): string {
  if (value === undefined) return '–'
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(2) : value.toPrecision(4)
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  return hours > 0 ? `${hours} h ${minutes} m` : `${minutes} m ${whole % 60} s`
}

/** Four significant digits, all of a large number. */
export const significant = (value: number): string => (value >= 1000 ? value.toFixed(0) : value.toPrecision(4))
