import Papa, { type ParseError, type ParseResult } from 'papaparse'
import type { TableDialect } from '../../contract/types.ts'
import { tableInvalid } from './table-invalid.ts'
import type { Block } from './text.ts'

/** No row has more characters; a quotation mark that is never closed would make one of all that follows. */
const LONGEST = 4 * 2 ** 20

export interface Records {
  /** Cells as they stand in the file, quotes resolved; lines without anything are left out. */
  readonly records: readonly string[][]
  readonly read: number
}

/**
 * Cuts text into records as RFC 4180 has them. The parser is given what is there and the rest of the last block, so memory
 * stays that of a block and a row.
 * @throws {GlassboxError} `dataset/table-invalid` for a quotation mark that is never closed
 */
export async function* readRecords(
  blocks: AsyncIterable<Block>,
  delimiter: TableDialect['delimiter'],
): AsyncGenerator<Records> {
  let rest = ''
  let seen = 0
  let read = 0
  const take = (text: string, isLast: boolean): string[][] => {
    const parser = new Papa.Parser({ delimiter, newline: '\n' })
    const { data, errors, meta } = parser.parse(text, 0, !isLast) as ParseResult<string[]>
    const open = errors.find((error: ParseError) => error.code === 'MissingQuotes')
    if (open) throw neverClosed(seen + data.length)
    rest = isLast ? '' : text.slice(meta.cursor)
    seen += data.length
    if (rest.length > LONGEST) throw neverClosed(seen + 1)
    return data.filter((cells) => cells.length > 1 || cells[0]?.trim() !== '')
  }
  for await (const block of blocks) {
    read = block.read
    if (block.text !== '') yield { records: take(rest + block.text, false), read }
  }
  if (rest !== '') yield { records: take(rest, true), read }
}

const neverClosed = (line: number) =>
  tableInvalid(
    `The quotation mark that opens in line ${line} is never closed.`,
    'Close it, or remove it, in a text editor; or choose another delimiter.',
  )
