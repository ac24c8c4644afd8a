import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assignSplits } from '../../src-engine/data/split.ts'
import { PrepareSpec, type SplitShares } from '../../src-engine/spec/data.ts'
import type { DatasetReport, DoctorReport } from '../contract/types.ts'
import { CacheWriter } from './cache-writer.ts'
import { exactCopies } from './doctor/copies.ts'
import { examine, type Patient } from './doctor/examine.ts'
import { eachPicture, type JobOptions } from './each-picture.ts'
import { importCsv, type CsvImport } from './csv/import-csv.ts'
import { itemsOfRows } from './table-rows.ts'
import type { FolderEntry, PictureFolder } from './picture-folder.ts'
import { preparePicture, type PreparedPicture } from './prepare-picture.ts'

/** What a folder would become when imported; the folder's name is the caller's. */
export type CheckReport = Omit<DatasetReport, 'folder'>

/**
 * Decodes every picture of a folder and reports what an import would find and what the doctor says; keeps nothing.
 * @returns counts per class and split (classes without a picture with zeros), files that would be skipped, groups of files
 *   with the same content, and the doctor's findings
 * @throws {GlassboxError} `cancelled`, or `dataset/not-found` when the folder vanishes
 */
export async function checkPictures(
  folder: PictureFolder,
  shares: SplitShares,
  options: JobOptions,
): Promise<CheckReport> {
  return withScratch(async (cacheFile) => {
    const patient = await prepareAll(folder, shares, cacheFile, options)
    return reportOf(patient, await examine(patient, undefined, options.signal))
  })
}

/** The same of a table. @throws {GlassboxError} as `importCsv` */
export async function checkTable(request: Omit<CsvImport, 'cacheFile'>): Promise<CheckReport> {
  return withScratch(async (cacheFile) => {
    const { rows, findings, ...found } = await importCsv({ ...request, cacheFile })
    const noticed = findings.map(({ code, className, message }) => ({ path: className, code, reason: message }))
    const items = rows ? [...itemsOfRows(rows)] : found.items
    const patient = { ...found, items, skipped: [...found.skipped, ...noticed], cacheFile, isImported: false }
    return reportOf(patient, await examine(patient, undefined, request.signal))
  })
}

/** What is prepared for a look is deleted after it. */
async function withScratch<T>(work: (cacheFile: string) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'glassbox-check-'))
  try {
    return await work(join(scratch, 'prepared'))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function prepareAll(
  folder: PictureFolder,
  shares: SplitShares,
  cacheFile: string,
  options: JobOptions,
): Promise<Patient> {
  const prepare = PrepareSpec.parse(folder.prepare)
  const pictures: (FolderEntry & Omit<PreparedPicture, 'pixels'>)[] = []
  const cache = new CacheWriter(cacheFile)
  try {
    const skipped = await eachPicture(
      folder,
      async (entry) => (await preparePicture(await entry.read(), prepare)).prepared,
      (entry, { pixels, ...facts }) => {
        cache.append(pixels)
        pictures.push({ ...entry, ...facts })
        return 'done'
      },
      options,
    )
    cache.finish()
    const splits = assignSplits(pictures, shares)
    return {
      ...{ task: 'classification', classes: folder.classes, columns: null, prepare, cacheFile, isImported: false },
      items: pictures.map((picture, position) => ({ ...picture, position, split: splits[position]! })),
      skipped: [...folder.skipped, ...skipped],
    }
  } catch (error) {
    cache.abandon()
    throw error
  }
}

/** The doctor's report with what a data set consists of. */
export function reportOf({ classes: names, items, skipped }: Patient, report: DoctorReport): CheckReport {
  const classes = names.map((name) => ({ name, counts: { train: 0, validation: 0, test: 0 } }))
  for (const { classIndex, split } of items) classes[classIndex]!.counts[split]++
  const copies = exactCopies({ items })
  return {
    classes,
    itemCount: items.length,
    skipped: [...skipped],
    duplicates: copies.map((group) => ({
      paths: group.map(({ path }) => path),
      classes: [...new Set(group.map(({ classIndex }) => names[classIndex]!))],
    })),
    ...report,
  }
}
