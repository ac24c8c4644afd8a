import { assignSplits } from '../../src-engine/data/split.ts'
import type { BuiltIn } from '../../src-engine/data/tables/built-in.ts'
import { CacheWriter } from './cache-writer.ts'
import { sha256 } from './hash.ts'
import type { ImportedDataset } from './import.ts'

/**
 * Writes a built-in table into a cache of float32 rows, little-endian as every machine that Glassbox runs on. Its items are
 * called "row 1", "row 2" and so on.
 * @param cacheFile its folder must exist
 * @throws {GlassboxError} `storage/disk-full`
 */
export function importTable(builtIn: BuiltIn, cacheFile: string): ImportedDataset {
  const { columns, classes, inputs, labels } = builtIn.table()
  const rowBytes = columns.length * inputs.BYTES_PER_ELEMENT
  const bytes = new Uint8Array(inputs.buffer)
  const cache = new CacheWriter(cacheFile)
  try {
    cache.append(bytes)
    cache.finish()
  } catch (error) {
    cache.abandon()
    throw error
  }
  const rows = Array.from(labels, (classIndex, row) => ({
    classIndex,
    contentSha256: sha256(bytes.subarray(row * rowBytes, (row + 1) * rowBytes)),
    fixedSplit: null,
  }))
  const splits = assignSplits(rows, builtIn.split)
  return {
    classes: [...classes],
    columns: [...columns],
    items: rows.map((row, position) => ({
      ...row,
      ...{ position, path: `row ${position + 1}`, split: splits[position]!, tensorSha256: row.contentSha256 },
      ...{ width: columns.length, height: 1, format: 'row', bytes: rowBytes },
    })),
    ...{ skipped: [], findings: [], prepare: null, files: null },
    contentSha256: sha256(JSON.stringify([columns, classes, rows.map((row) => [row.classIndex, row.contentSha256])])),
  }
}
