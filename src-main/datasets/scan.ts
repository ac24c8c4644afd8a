import { GlassboxError } from '../contract/errors.ts'
import type { SkippedFile } from '../contract/types.ts'
import { readLayout, type Placed } from './layout.ts'
import { listFiles, type ListedFile, type Listing } from './list-files.ts'
import { comparePaths } from './order.ts'

/** A folder of pictures on disk, or files that were uploaded from one: their path in it, and where they are stored. */
export type FolderSource = { folder: string } | { files: ListedFile[] }

/** A file of a class, not opened yet. */
export interface FolderEntry extends Placed {
  file: string
}

export interface PictureFolder {
  /** The folder on disk; null for uploaded files. */
  root: string | null
  classes: string[]
  entries: FolderEntry[]
  skipped: SkippedFile[]
}

/**
 * Finds classes, splits and files of a folder of pictures; opens no file.
 * @throws {GlassboxError} `dataset/not-found`, `dataset/not-a-folder`, `dataset/no-permission`, `dataset/no-pictures` (no
 *   file at all), `dataset/no-classes` (no folders inside), `dataset/one-class`; `cancelled`
 */
export async function scanFolder(source: FolderSource, signal?: AbortSignal): Promise<PictureFolder> {
  const listing: Listing =
    'folder' in source ? await listFiles(source.folder, signal) : { files: source.files, folders: [], skipped: [] }
  const stored = new Map(listing.files.map(({ path, file }) => [path, file]))
  const { classes, items, skipped } = readLayout([...stored.keys()], listing.folders)
  const all = [...listing.skipped, ...skipped].sort((a, b) => comparePaths(a.path, b.path))
  if (items.length === 0) throw noEntries(all)
  if (classes.length < 2) throw oneClass(classes, all)
  return {
    root: 'folder' in source ? source.folder : null,
    classes,
    entries: items.map((item) => ({ ...item, file: stored.get(item.path)! })),
    skipped: all,
  }
}

function noEntries(skipped: SkippedFile[]): GlassboxError {
  if (skipped.some(({ code }) => code === 'dataset/no-classes')) {
    return new GlassboxError('dataset/no-classes', 'The folder holds files, but no folders that could be classes.', {
      hint: 'Put the pictures of each class into a folder of their own; the folder names become the classes.',
      details: { skipped },
    })
  }
  return noPictures(skipped)
}

/** @param skipped why each file was left out, for the error's details */
export function noPictures(skipped: SkippedFile[]): GlassboxError {
  return new GlassboxError('dataset/no-pictures', 'No picture that can be read was found in the folder.', {
    hint: 'Choose a folder that holds one folder of pictures per class.',
    details: { skipped },
  })
}

/** @param classes the class that has pictures */
export function oneClass(classes: readonly string[], skipped: SkippedFile[]): GlassboxError {
  const names = classes.map((name) => `"${name}"`).join(', ')
  return new GlassboxError('dataset/one-class', `Only one class has pictures: ${names}.`, {
    hint: 'A classifier needs at least two: add another folder of pictures beside it.',
    details: { skipped },
  })
}
