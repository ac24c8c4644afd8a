import type { TableDialect } from '../../contract/types.ts'
import { tableInvalid } from './table-invalid.ts'

export type Encoding = TableDialect['encoding']

/** More control characters than this share, and it is no text. */
const MOST_CONTROLS = 0.01
const AS_TABLE = 'Choose a file of text with one row a line, such as a spreadsheet saves as CSV.'

/** What people take for a table, by its first bytes. */
const KNOWN: readonly [start: string, what: string, hint: string][] = [
  ['PK\x03\x04', 'a spreadsheet or an archive', 'Open it in its program and save the sheet as CSV.'],
  ['\xd0\xcf\x11\xe0', 'an old spreadsheet', 'Open it in its program and save the sheet as CSV.'],
  ['\x1f\x8b', 'a compressed file', 'Unpack it first.'],
  ['\x89PNG', 'a PNG picture', AS_TABLE],
  ['%PDF', 'a PDF document', AS_TABLE],
  ['PAR1', 'a Parquet file', 'Save the table as CSV.'],
  ['SQLite format 3', 'a SQLite database', 'Save the table as CSV.'],
]

/**
 * How the text of a table is encoded, from its first bytes: a byte order mark decides, then the zeros of UTF-16, then
 * whether it is valid UTF-8; all else is windows-1252, which has a character for nearly every byte.
 * @throws {GlassboxError} `dataset/table-invalid` for no bytes, and for bytes that are no text
 */
export function findEncoding(head: Uint8Array, isWhole: boolean): Encoding {
  if (head.length === 0) throw tableInvalid('The file is empty.', AS_TABLE)
  const start = Buffer.from(head.subarray(0, 16)).toString('latin1')
  const known = KNOWN.find(([first]) => start.startsWith(first))
  if (known) throw tableInvalid(`This is ${known[1]}, not a table of text.`, known[2])
  if (start.startsWith('\xff\xfe')) return 'utf-16le'
  if (start.startsWith('\xfe\xff')) return 'utf-16be'
  const [even, odd] = zeros(head)
  const most = head.length / 2
  // Latin letters and digits have a zero in one of their two bytes; other scripts still have blanks, commas and line ends.
  if (odd > 0.2 * most && even < 0.02 * most) return 'utf-16le'
  if (even > 0.2 * most && odd < 0.02 * most) return 'utf-16be'
  const controls = head.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0)
  if (controls > Math.max(2, MOST_CONTROLS * head.length)) throw tableInvalid('This file holds no text.', AS_TABLE)
  return isUtf8(head, isWhole) ? 'utf-8' : 'windows-1252'
}

/** Zeros at even and at odd places. */
function zeros(bytes: Uint8Array): [even: number, odd: number] {
  const counts: [number, number] = [0, 0]
  for (const [at, byte] of bytes.entries()) if (byte === 0) counts[at % 2 === 0 ? 0 : 1]++
  return counts
}

/** Tab, line ends and form feed belong to text; so does the end-of-file mark of old systems. */
const isControl = (byte: number): boolean => byte < 32 && ![9, 10, 12, 13, 26].includes(byte)

function isUtf8(head: Uint8Array, isWhole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !isWhole })
    return true
  } catch {
    return false
  }
}
