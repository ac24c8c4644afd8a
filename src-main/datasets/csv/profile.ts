import type { TableDialect } from '../../contract/types.ts'
import { ColumnProfile } from './column-profile.ts'
import { findDialect, usualWidth, type GivenDialect } from './dialect.ts'
import { findEncoding } from './encoding.ts'
import { columnNames } from './names.ts'
import { readRecords } from './records.ts'
import { tableInvalid } from './table-invalid.ts'
import { readBlocks, readHead, type ReadOptions, type TextFile } from './text.ts'

/** Bytes that the dialect is told from. */
const HEAD = 2 ** 20
/** More columns are no table for a person to look at, and take more memory than a network of them could use. */
const MOST_COLUMNS = 20_000

/** What a table file holds, before it is decided what to make of it. */
export interface TableProfile {
  readonly bytes: number
  readonly dialect: TableDialect
  readonly columns: readonly ColumnProfile[]
  /** Rows looked at, ragged ones too. */
  readonly rowCount: number
  /** Rows with more or fewer cells than the others. */
  readonly raggedCount: number
  readonly isWhole: boolean
  /** Cells of the first rows as they stand in the file. */
  readonly firstRows: readonly (readonly string[])[]
  /** Of the file; empty when only its beginning was read. */
  readonly sha256: string
}

export interface ProfileOptions {
  readonly signal?: AbortSignal | undefined
  /** Stops after about so many bytes. */
  readonly mostBytes?: number
  readonly firstRows?: number
  readonly onBytes?: (read: number) => void
}

/**
 * Reads a table once and tells what is in every column, in memory that does not grow with the file.
 * @throws {GlassboxError} `dataset/table-invalid` for what is no table, `cancelled`
 */
export async function profileTable(
  file: TextFile,
  given: GivenDialect,
  options: ProfileOptions = {},
): Promise<TableProfile> {
  const { dialect, records } = await readDialect(file, given)
  const mayBeOther = given.encoding === undefined && dialect.encoding === 'utf-8'
  return (
    (await readProfile(file, dialect, records, options, mayBeOther)) ??
    profileTable(file, { ...given, encoding: 'windows-1252' }, options)
  )
}

/** @returns null when the text turns out not to be UTF-8, and it may be something else */
async function readProfile(
  file: TextFile,
  dialect: TableDialect,
  head: readonly (readonly string[])[],
  { signal, mostBytes = Infinity, firstRows = 0, onBytes }: ProfileOptions,
  mayBeOther: boolean,
): Promise<TableProfile | null> {
  const columns = columnsOf(head, dialect.header, file.bytes <= HEAD).map(
    (name) => new ColumnProfile(name, dialect.decimal),
  )
  const first: string[][] = []
  const state = { rowCount: 0, raggedCount: 0, isWhole: false, sha256: '' }
  let isUtf8 = true
  const onEnd = (sha256: string): void => void Object.assign(state, { sha256, isWhole: true })
  const onText = (text: string): void => void (isUtf8 &&= !text.includes('\ufffd'))
  for await (const { rows, read } of readRows(file, dialect, { signal, onEnd, onText })) {
    if (mayBeOther && !isUtf8) return null
    onBytes?.(read)
    if (first.length < firstRows) first.push(...rows.slice(0, firstRows - first.length))
    for (const cells of rows) {
      const row = ++state.rowCount
      if (fits(cells, columns.length))
        for (let column = 0; column < columns.length; column++) columns[column]!.add(cells[column] ?? '', row)
      else state.raggedCount++
    }
    if (read >= mostBytes && read < file.bytes) break
  }
  return { bytes: file.bytes, dialect, columns, firstRows: first, ...state }
}

/** Rows of a table without its header, as many at once as a block of the file holds. */
export async function* readRows(
  file: TextFile,
  { encoding, delimiter, header }: TableDialect,
  options: ReadOptions,
): AsyncGenerator<{ rows: readonly string[][]; read: number }> {
  let skip = header ? 1 : 0
  for await (const { records, read } of readRecords(readBlocks(file, encoding, options), delimiter)) {
    yield { rows: records.slice(skip), read }
    skip -= Math.min(skip, records.length)
  }
}

/** Whether a row has a cell for every column; empty ones behind the last do no harm. */
export const fits = (cells: readonly string[], width: number): boolean =>
  cells.length === width || (cells.length > width && cells.slice(width).every((cell) => cell.trim() === ''))

async function readDialect(file: TextFile, given: GivenDialect) {
  const head = await readHead(file, HEAD)
  const isWhole = head.length === file.bytes
  const encoding = given.encoding ?? findEncoding(head, isWhole)
  const text = new TextDecoder(encoding).decode(head, { stream: !isWhole }).replaceAll(/\r\n?/g, '\n')
  const { records, ...found } = findDialect(text, isWhole, given)
  return { dialect: { ...found, encoding }, records }
}

function columnsOf(records: readonly (readonly string[])[], hasHeader: boolean, isWhole: boolean) {
  const [header = [], ...others] = hasHeader ? records : [[], ...records]
  if (others.length === 0 && !isWhole)
    throw tableInvalid(
      'No row ends within the first megabyte of the file.',
      'Close the quotation mark that opens there, or choose another delimiter.',
    )
  if (others.length === 0)
    throw tableInvalid(
      hasHeader ? 'The file has names of columns, but no rows.' : 'The file has no rows.',
      'Choose a file with one row for every example.',
    )
  // The names say how many columns there are, if there is a row of as many.
  const named = others.some(({ length }) => length === header.length)
  const width = named ? header.length : usualWidth(others).width
  if (width < 2)
    throw tableInvalid(
      'The file has only one column.',
      'A network needs at least one column to learn from and one to learn; choose another delimiter if the columns are not divided.',
    )
  if (width > MOST_COLUMNS)
    throw tableInvalid(`The file has ${width} columns; the limit is ${MOST_COLUMNS}.`, 'Leave some of them out.')
  // As R writes it: the first column holds names of rows and has no name itself.
  const names = hasHeader && header.length === width - 1 ? ['', ...header] : header
  return columnNames(hasHeader ? names : null, width)
}
