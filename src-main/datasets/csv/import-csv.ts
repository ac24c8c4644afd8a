import { assignSplits } from '../../../src-engine/data/split.ts'
import { SplitName, type SplitShares } from '../../../src-engine/spec/data.ts'
import type { TableChoice } from '../../contract/types.ts'
import { CacheWriter } from '../cache-writer.ts'
import { contentOfTable } from '../content-hash.ts'
import type { JobOptions } from '../each-picture.ts'
import type { ImportedDataset } from '../import.ts'
import type { ListedFile } from '../list-files.ts'
import { rowHash, type TableRows } from '../table-rows.ts'
import { ByteProgress } from './byte-progress.ts'
import { encodeRows } from './encode-rows.ts'
import { RowEncoder } from './encoder.ts'
import { findingsOf } from './findings.ts'
import { profileTable } from './profile.ts'
import { readingOf } from './reading.ts'
import type { RowList } from './row-list.ts'
import { tableInvalid } from './table-invalid.ts'
import { openText, type TextFile } from './text.ts'

export interface CsvImport extends JobOptions {
  readonly table: ListedFile
  readonly choice: TableChoice
  readonly shares: SplitShares
  /** Where the rows go, (rows, columns) of float32; null to look only. */
  readonly cacheFile: string | null
}

/**
 * Reads a table twice: for its columns, then row by row into a cache, in memory that a row adds 44 bytes to, however wide it
 * is. Cells without a number are NaN there; they are filled when a run begins, from its training split.
 * Whatever goes wrong or is cancelled, no file is left behind.
 * @throws {GlassboxError} `dataset/table-invalid`, `dataset/not-found`, `dataset/no-permission`, `dataset/changed` when the
 *   file becomes another one meanwhile, `storage/disk-full`, `cancelled`
 */
export async function importCsv(options: CsvImport): Promise<ImportedDataset> {
  const file = await openText(options.table.file)
  try {
    return await importRows(file, options)
  } finally {
    await file.close()
  }
}

async function importRows(
  file: TextFile,
  { table, choice, shares, cacheFile, signal, onProgress }: CsvImport,
): Promise<ImportedDataset> {
  const progress = new ByteProgress(2 * file.bytes, onProgress)
  const profile = await profileTable(file, choice.dialect ?? {}, { signal, onBytes: (read) => progress.at(read) })
  const reading = readingOf(profile, choice)
  const encoder = new RowEncoder(profile, reading)
  const cache = cacheFile === null ? null : new CacheWriter(cacheFile)
  try {
    const onBytes = (read: number): void => progress.at(file.bytes + read)
    const { rows: list, skipped } = await encodeRows(file, { profile, reading, encoder, cache, signal, onBytes })
    const { classes, rows } = toRows(list, encoder, shares)
    cache?.finish()
    return {
      ...{ task: reading.task, classes, columns: [...encoder.columns], items: [], rows, prepare: null },
      skipped: skipped.list,
      findings: findingsOf(profile, reading).map(({ column, message }) => ({
        ...{ code: 'dataset/table-invalid' as const, className: column ?? 'rows', message },
      })),
      files: [{ path: table.path, sha256: profile.sha256 }],
      reading: { table: reading, oneHot: encoder.oneHot },
      contentSha256: contentOfTable(encoder.columns, classes, contents(rows)),
    }
  } catch (error) {
    cache?.abandon()
    throw error
  }
}

/** Classes that have a row, and every row with its class among these and its split. */
function toRows(list: RowList, { task, classes, columns }: RowEncoder, shares: SplitShares) {
  const { numbers, hashes, targets } = list
  const isRegression = task === 'regression'
  const filled = new Set(isRegression ? [0] : targets)
  const kept = classes.filter((_, index) => filled.has(index))
  if (!isRegression && kept.length === 1)
    throw tableInvalid(
      `All rows that can be used are of one class: "${kept[0]}".`,
      'A classifier needs at least two classes; choose another target, or fill missing cells.',
    )
  const places = new Map(kept.map((name, place) => [classes.indexOf(name), place]))
  const labels = isRegression ? new Uint32Array(list.count) : Uint32Array.from(targets, (index) => places.get(index)!)
  const splits = assignSplits(splitItems(labels, hashes), shares)
  const rows: TableRows = {
    ...{ columns: columns.length, numbers, labels, hashes, targets: isRegression ? targets : null },
    splits: Uint8Array.from(splits, (split) => SplitName.options.indexOf(split)),
  }
  return { classes: kept, rows }
}

const splitItems = (labels: Uint32Array, hashes: Uint8Array) =>
  Array.from(labels, (classIndex, row) => ({ classIndex, contentSha256: rowHash({ hashes }, row), fixedSplit: null }))

function* contents(rows: TableRows) {
  for (const [row, classIndex] of rows.labels.entries())
    yield { classIndex, contentSha256: rowHash(rows, row), target: rows.targets?.[row] ?? null }
}
