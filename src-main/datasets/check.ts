import { assignSplits } from '../../src-engine/data/split.ts'
import type { SplitShares } from '../../src-engine/spec/data.ts'
import type { DatasetReport } from '../contract/types.ts'
import { importCsv, type CsvImport } from './csv/import-csv.ts'
import { decodePicture } from './decode.ts'
import { eachPicture, type JobOptions } from './each-picture.ts'
import { sha256 } from './hash.ts'
import { itemsOfRows } from './table-rows.ts'
import type { FolderEntry, PictureFolder } from './picture-folder.ts'

/** What a folder would become when imported; the folder's name is the caller's. */
export type CheckReport = Omit<DatasetReport, 'folder'>

type Checked = FolderEntry & { contentSha256: string }

/**
 * Decodes every picture of a folder and reports what an import would find; writes nothing.
 * @returns counts per class and split (classes without a picture with zeros), files that would be skipped, and groups of
 *   files with the same content
 * @throws {GlassboxError} `cancelled`, or `dataset/not-found` when the folder vanishes
 */
export async function checkPictures(
  folder: PictureFolder,
  shares: SplitShares,
  options: JobOptions,
): Promise<CheckReport> {
  const items: Checked[] = []
  const work = async (entry: FolderEntry): Promise<string> => {
    const bytes = await entry.read()
    await decodePicture(bytes)
    return sha256(bytes)
  }
  const take = (entry: FolderEntry, contentSha256: string): 'done' => {
    items.push({ ...entry, contentSha256 })
    return 'done'
  }
  const skipped = await eachPicture(folder, work, take, options)
  const classes = folder.classes.map((name) => ({ name, counts: { train: 0, validation: 0, test: 0 } }))
  for (const [index, split] of assignSplits(items, shares).entries()) classes[items[index]!.classIndex]!.counts[split]++
  return {
    classes,
    itemCount: items.length,
    skipped: [...folder.skipped, ...skipped],
    duplicates: findDuplicates(items, folder.classes),
  }
}

/** What a table would become; the rows themselves are read in whole. */
export async function checkTable(request: Omit<CsvImport, 'cacheFile'>): Promise<CheckReport> {
  const { rows, classes, skipped, findings } = await importCsv({ ...request, cacheFile: null })
  const items = rows ? [...itemsOfRows(rows)] : []
  const counted = classes.map((name) => ({ name, counts: { train: 0, validation: 0, test: 0 } }))
  for (const { classIndex, split } of items) counted[classIndex]!.counts[split]++
  return {
    ...{ classes: counted, itemCount: items.length, duplicates: findDuplicates(items, classes) },
    skipped: [
      ...skipped,
      ...findings.map(({ code, className, message }) => ({ path: className, code, reason: message })),
    ],
  }
}

function findDuplicates(
  items: readonly Pick<Checked, 'path' | 'classIndex' | 'contentSha256'>[],
  names: readonly string[],
): CheckReport['duplicates'] {
  return [...Map.groupBy(items, ({ contentSha256 }) => contentSha256).values()]
    .filter((copies) => copies.length > 1)
    .map((copies) => ({
      paths: copies.map(({ path }) => path),
      classes: [...new Set(copies.map(({ classIndex }) => names[classIndex]!))],
    }))
}
