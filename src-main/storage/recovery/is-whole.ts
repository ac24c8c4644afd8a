import { openBlob, type BlobRow } from '../repositories/blobs.ts'
import { CHUNK, extremes, toValues } from '../repositories/metric-chunk.ts'

type Values = Readonly<Record<string, unknown>>

/** Columns that hold JSON, in whichever tables they are. */
const JSON_COLUMNS = [
  ...['classes', 'split', 'prepare', 'files', 'columns', 'config', 'metrics', 'error', 'environment', 'receipt'],
  ...['sparkline', 'result', 'alarm', 'layers', 'state', 'reading', 'doctor', 'traits', 'last_figures'],
]

/**
 * Whether a row is what was written, as far as it can tell by itself: weights match their checksum, a chunk of a history
 * its minimum and maximum, JSON is JSON, and texts are texts.
 */
export function isWhole(table: string, row: Values): boolean {
  if (table === 'blobs') return openBlob(row as unknown as BlobRow) !== null
  if (table === 'metric_chunks' && !isWholeChunk(row)) return false
  if (table === 'settings' && !isJson(row.value)) return false
  return Object.entries(row).every(([column, value]) => {
    if (typeof value !== 'string') return true
    // What is no UTF-8 is read as this character.
    if (value.includes('\uFFFD') || value.includes('\0')) return false
    return !isJsonColumn(table, column) || isJson(value)
  })
}

/** The split of an item is a word, that of a data set its three shares. */
const isJsonColumn = (table: string, column: string): boolean =>
  JSON_COLUMNS.includes(column) && !(table === 'items' && column === 'split')

function isWholeChunk({ count, min, max, values }: Values): boolean {
  if (!Buffer.isBuffer(values) || typeof count !== 'number') return false
  if (count < 1 || count > CHUNK || values.length !== count * Float64Array.BYTES_PER_ELEMENT) return false
  const found = extremes(toValues(values))
  return found.min === min && found.max === max
}

function isJson(text: unknown): boolean {
  try {
    JSON.parse(String(text))
    return true
  } catch {
    return false
  }
}
