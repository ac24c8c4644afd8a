import { assignSplits } from '../../src-engine/data/split.ts'
import type { BuiltInTable } from '../../src-engine/data/tables/built-in.ts'
import { CacheWriter } from './cache-writer.ts'
import { contentOfTable } from './content-hash.ts'
import { sha256 } from './hash.ts'
import type { ImportedDataset } from './import.ts'

/** A built-in table as an import would have found it. Its items are called "row 1", "row 2" and so on. */
export function importTable(builtIn: BuiltInTable): ImportedDataset {
  const { columns, classes, inputs, labels, targets } = builtIn.table()
  const rowBytes = columns.length * inputs.BYTES_PER_ELEMENT
  const bytes = new Uint8Array(inputs.buffer)
  const rows = Array.from(labels, (classIndex, row) => ({
    classIndex,
    contentSha256: sha256(bytes.subarray(row * rowBytes, (row + 1) * rowBytes)),
    fixedSplit: null,
    target: targets?.[row] ?? null,
  }))
  const splits = assignSplits(rows, builtIn.split)
  return {
    task: targets ? 'regression' : 'classification',
    classes: [...classes],
    columns: [...columns],
    items: rows.map((row, position) => ({
      ...row,
      ...{ position, path: `row ${position + 1}`, split: splits[position]!, tensorSha256: row.contentSha256 },
      ...{ width: columns.length, height: 1, format: 'row', bytes: rowBytes },
      ...{ perceptualHash: null, traits: [] },
    })),
    ...{ skipped: [], findings: [], prepare: null, files: null, reading: null },
    contentSha256: contentOfTable(columns, classes, rows),
  }
}

/**
 * Writes its rows into a cache of float32, little-endian as on every machine that Glassbox runs on.
 * @param cacheFile its folder must exist
 * @throws {GlassboxError} `storage/disk-full`
 */
export function writeRows(builtIn: BuiltInTable, cacheFile: string): void {
  const cache = new CacheWriter(cacheFile)
  try {
    cache.append(new Uint8Array(builtIn.table().inputs.buffer))
    cache.finish()
  } catch (error) {
    cache.abandon()
    throw error
  }
}
