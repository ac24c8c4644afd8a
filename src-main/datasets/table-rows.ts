import { SplitName } from '../../src-engine/spec/data.ts'
import type { ImportedItem } from './import.ts'

/** Bytes of a SHA-256. */
const HASH = 32

/**
 * Rows of a table in typed arrays: a hundredth of what an object for each would take where millions go from thread to thread.
 */
export interface TableRows {
  /** Numbers of a row. */
  readonly columns: number
  /** Number of each row in the file, from 1. */
  readonly numbers: Uint32Array
  /** Class index of each; 0 of a regression. */
  readonly labels: Uint32Array
  /** The number to be predicted of each; null of a classification. */
  readonly targets: Float64Array | null
  /** Index among the names of splits. */
  readonly splits: Uint8Array
  /** SHA-256 of the inputs of each, (rows, 32). */
  readonly hashes: Uint8Array
}

/** The hash of a row's inputs in hexadecimal. */
export const rowHash = ({ hashes }: Pick<TableRows, 'hashes'>, row: number): string =>
  Buffer.from(hashes.buffer, hashes.byteOffset + row * HASH, HASH).toString('hex')

/** The items of a table, one by one. */
export function* itemsOfRows(rows: TableRows): Generator<ImportedItem> {
  const { columns, numbers, labels, targets, splits } = rows
  const shape = { width: columns, height: 1, format: 'row', bytes: columns * Float32Array.BYTES_PER_ELEMENT }
  for (const [position, number] of numbers.entries()) {
    const contentSha256 = rowHash(rows, position)
    yield {
      ...{ position, path: `row ${number}`, classIndex: labels[position]!, target: targets?.[position] ?? null },
      ...{ split: SplitName.options[splits[position]!]!, fixedSplit: null, ...shape },
      ...{ contentSha256, tensorSha256: contentSha256, perceptualHash: null, traits: [] },
    }
  }
}
