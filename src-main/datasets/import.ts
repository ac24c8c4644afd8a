import { assignSplits } from '../../src-engine/data/split.ts'
import { PrepareSpec, type SplitName, type SplitShares, type Task } from '../../src-engine/spec/data.ts'
import { preparedSize } from '../../src-engine/data/prepare/prepare.ts'
import type { ErrorCode } from '../contract/errors.ts'
import type { DatasetItem, SkippedFile } from '../contract/types.ts'
import { contentOfPictures } from './content-hash.ts'
import { eachPicture, type JobOptions } from './each-picture.ts'
import { throughJournal, toCache, type ImportTarget } from './import-target.ts'
import { ImportJournal } from './journal/import-journal.ts'
import { preparePicture, type PreparedPicture } from './prepare-picture.ts'
import type { FolderEntry, PictureFolder, SourceFile } from './picture-folder.ts'
import type { Reading } from './reading.ts'
import { noPictures, oneClass } from './scan.ts'
import type { TableRows } from './table-rows.ts'
import { VERSION } from '../version.ts'
import type { PictureTrait } from './doctor/traits.ts'

export interface ImportOptions extends JobOptions {
  folder: PictureFolder
  /** Null: as the folder's pictures are by default. */
  prepare: PrepareSpec | null
  shares: SplitShares
  /** Where the cache of prepared pictures goes; its folder must exist. */
  cacheFile: string
  /**
   * A folder that keeps what is done until somebody removes it, so that an import after a crash goes on from there;
   * absent: nothing is kept.
   */
  journal?: string | undefined
}

/** Something about a class that a person should know. */
export interface Finding {
  code: ErrorCode
  className: string
  message: string
}

export interface ImportedItem extends DatasetItem {
  /** 16 hex digits, see `doctor/`; null for rows of a table. */
  perceptualHash: string | null
  /** What is unusual about the file. */
  traits: PictureTrait[]
  /** Where its file lies in the folder, when it was found again under another name. */
  file?: string | undefined
  /** The split its folder named, or null when the content hash decided. */
  fixedSplit: SplitName | null
}

export interface ImportedDataset {
  task: Task
  /** Classes that have pictures, in natural order. */
  classes: string[]
  /** By class and path, or as IDX files have them; the item at position i is the i-th picture of the cache. */
  items: ImportedItem[]
  /** Instead of `items`, of a table from a file. */
  rows?: TableRows
  skipped: SkippedFile[]
  findings: Finding[]
  /** Names of a table's inputs; null for pictures. */
  columns: string[] | null
  /** How the pictures in the cache were prepared; null for a table. */
  prepare: PrepareSpec | null
  /** The files that had to be read for it, when many pictures share one. */
  files: SourceFile[] | null
  /** How it was read, so that it can be read again in the same way; null where there is one way. */
  reading: Reading | null
  /** Of classes, given splits and files: names and order of the files, preparation and shares do not matter. */
  contentSha256: string
}

type Picture = { entry: FolderEntry } & Omit<PreparedPicture, 'pixels'>

/**
 * Decodes and prepares every picture of a folder once, into one cache file of uint8 tensors.
 * Files that cannot be read are skipped and listed. Whatever goes wrong or is cancelled, no file is left behind but the
 * journal, where one is kept.
 *
 * @throws {GlassboxError} `dataset/no-pictures`, `dataset/one-class` (with the skipped files in `details`),
 *   `dataset/not-found` when the folder vanishes, `storage/disk-full`, `cancelled`
 */
export async function importPictures(options: ImportOptions): Promise<ImportedDataset> {
  const { folder, shares } = options
  const prepare = options.prepare ?? PrepareSpec.parse(folder.prepare)
  const pictures: Picture[] = []
  const target = targetOf(options, prepare)
  try {
    const prepared = async (entry: FolderEntry) => (await preparePicture(await entry.read(), prepare)).prepared
    const unread = await eachPicture(
      folder,
      (entry) => target.ready(entry, prepared),
      (entry, ready) => {
        const { pixels: _kept, ...facts } = ready.picture
        pictures.push({ entry, ...facts })
        return target.take(entry, ready)
      },
      options,
    )
    const skipped = [...folder.skipped, ...unread]
    const { classes, findings, indices } = keepFilledClasses(folder, pictures)
    if (classes.length === 0) throw noPictures(skipped)
    if (classes.length === 1) throw oneClass(classes, skipped)
    target.finish()
    return {
      task: 'classification',
      classes,
      items: toItems(pictures, indices, folder.format, shares),
      skipped,
      findings,
      columns: null,
      prepare,
      files: folder.files,
      reading: folder.reading,
      contentSha256: contentOfPictures(
        pictures.map(({ entry, contentSha256 }) => ({
          className: folder.classes[entry.classIndex]!,
          fixedSplit: entry.fixedSplit,
          contentSha256,
        })),
      ),
    }
  } catch (error) {
    target.abandon()
    throw error
  }
}

function targetOf({ folder, journal, cacheFile }: ImportOptions, prepare: PrepareSpec): ImportTarget {
  const { root, fileOf, entries, reading } = folder
  // Pictures that share a file are read in a moment; decoding is what takes long.
  if (journal === undefined || root === null || !fileOf) return toCache(cacheFile)
  const about = {
    ...{ program: VERSION, folder: root, layout: reading?.layout ?? null, prepare },
    ...{ itemSize: preparedSize(prepare), total: entries.length },
  }
  return throughJournal(ImportJournal.open(journal, about), fileOf, cacheFile)
}

function toItems(
  pictures: readonly Picture[],
  indices: ReadonlyMap<number, number>,
  container: PictureFolder['format'],
  shares: SplitShares,
): ImportedItem[] {
  const splits = assignSplits(
    pictures.map(({ entry, contentSha256 }) => ({ ...entry, contentSha256 })),
    shares,
  )
  return pictures.map(({ entry, ...facts }, position) => {
    const split: SplitName = splits[position]!
    const classIndex = indices.get(entry.classIndex)!
    const { path, fixedSplit } = entry
    return { position, path, classIndex, target: null, split, fixedSplit, ...facts, format: container ?? facts.format }
  })
}

/** Leaves out classes without a picture, and tells each remaining one's new index. */
function keepFilledClasses(folder: PictureFolder, pictures: readonly Picture[]) {
  const filled = new Set(pictures.map(({ entry }) => entry.classIndex))
  const kept = [...folder.classes.keys()].filter((index) => filled.has(index))
  const findings: Finding[] = folder.classes
    .filter((_, index) => !filled.has(index))
    .map((className) => ({
      code: 'dataset/no-pictures',
      className,
      message: 'This folder has no picture that can be read; it was left out.',
    }))
  return {
    classes: kept.map((index) => folder.classes[index]!),
    findings,
    indices: new Map(kept.map((old, index) => [old, index])),
  }
}
