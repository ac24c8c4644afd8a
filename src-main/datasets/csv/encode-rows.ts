import { createHash } from 'node:crypto'
import { GlassboxError } from '../../contract/errors.ts'
import type { CacheWriter } from '../cache-writer.ts'
import type { RowEncoder } from './encoder.ts'
import { fits, readRows, type TableProfile } from './profile.ts'
import type { TableReading } from './reading.ts'
import { RowList } from './row-list.ts'
import { SkippedRows } from './skipped-rows.ts'
import { tableInvalid } from './table-invalid.ts'
import type { TextFile } from './text.ts'

interface EncodeOptions {
  readonly profile: TableProfile
  readonly reading: TableReading
  readonly encoder: RowEncoder
  /** Null to look only. */
  readonly cache: CacheWriter | null
  readonly signal: AbortSignal | undefined
  readonly onBytes: (read: number) => void
}

/**
 * Reads a table for the second time and writes its rows.
 * @throws {GlassboxError} `dataset/table-invalid` when no row is left, `dataset/changed` when the file is another one than at
 *   the first reading
 */
export async function encodeRows(
  file: TextFile,
  { profile, reading, encoder, cache, signal, onBytes }: EncodeOptions,
): Promise<{ rows: RowList; skipped: SkippedRows }> {
  const rows = new RowList()
  const skipped = new SkippedRows()
  const width = profile.columns.length
  const bytes = new Uint8Array(encoder.row.buffer)
  let number = 0
  let sha256 = ''
  for await (const { rows: block, read } of readRows(file, reading.dialect, {
    signal,
    onEnd: (end) => (sha256 = end),
  })) {
    onBytes(read)
    for (const cells of block) {
      number++
      if (!fits(cells, width)) {
        skipped.add(number, `It has ${cells.length} cells instead of ${width}.`)
        continue
      }
      const { target, hasGap } = encoder.encode(cells)
      if (target === null) skipped.add(number, 'Its target is missing.')
      else if (hasGap && reading.missing === 'drop') skipped.add(number, 'A cell is missing.')
      else {
        cache?.append(bytes)
        rows.add(number, target, createHash('sha256').update(bytes).digest())
      }
    }
  }
  if (sha256 !== profile.sha256)
    throw new GlassboxError('dataset/changed', 'The file was changed while it was read.', {
      hint: 'Wait until nothing writes to it, then import it again.',
    })
  if (rows.count === 0)
    throw tableInvalid('No row is left.', 'Choose another delimiter or target, or fill missing cells.', {
      skipped: skipped.list,
    })
  return { rows, skipped }
}
