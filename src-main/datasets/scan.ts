import { join } from 'node:path'
import { GlassboxError } from '../contract/errors.ts'
import type { LayoutChoice, SkippedFile } from '../contract/types.ts'
import { readArrayOf, readArrays } from './arrays/read-arrays.ts'
import { drawnFolder } from './drawn-folder.ts'
import { readLayout } from './layout/read-layout.ts'
import { layoutReadings } from './layout/readings.ts'
import { listFiles, type ListedFile, type Listing } from './list-files.ts'
import { comparePaths } from './order.ts'
import type { PictureFolder } from './picture-folder.ts'
import { readPictureHere } from './read-picture.ts'

type GivenLayout = LayoutChoice | 'usual' | undefined

/**
 * A folder of pictures on disk, or files that were uploaded from one: their path in it, and where they are stored.
 * `layout` says how to read folders that can be read in several ways; `usual` asks nobody. `file` is the path of the one
 * that holds all pictures: the others lie beside it. Or the name of built-in pictures, all of them or those of these paths.
 */
export type FolderSource =
  | { folder: string; layout?: GivenLayout }
  | { files: ListedFile[]; layout?: GivenLayout; file?: string | undefined }
  | { drawn: string; paths?: readonly string[] }

/**
 * Finds classes, splits and pictures of a folder: files that hold many pictures, which are read here, or else folders of
 * picture files, of which none is opened.
 * @throws {GlassboxError} `dataset/not-found`, `dataset/not-a-folder`, `dataset/no-permission`, `dataset/no-pictures` (no
 *   file at all), `dataset/no-classes` (no folders inside), `dataset/one-class`, `dataset/idx-invalid`,
 *   `dataset/file-invalid`; `cancelled`
 */
export async function scanFolder(source: FolderSource, signal?: AbortSignal): Promise<PictureFolder> {
  if ('drawn' in source) return drawnFolder(source.drawn, source.paths)
  const root = 'folder' in source ? source.folder : null
  const listing: Listing =
    'folder' in source ? await listFiles(source.folder, signal) : { files: source.files, folders: [], skipped: [] }
  const chosen = 'folder' in source ? undefined : source.file
  const arrays =
    chosen === undefined ? await readArrays(listing.files, signal) : await readArrayOf(listing.files, chosen, signal)
  const found = arrays ?? classFolders(root, listing, source.layout)
  const skipped = [...listing.skipped, ...found.skipped].sort((a, b) => comparePaths(a.path, b.path))
  if (found.entries.length === 0) throw noEntries(skipped)
  if (found.classes.length < 2) throw oneClass(found.classes, skipped)
  return { ...found, root, skipped }
}

function classFolders(
  root: string | null,
  { files, folders }: Listing,
  choice: GivenLayout,
): Omit<PictureFolder, 'root'> {
  // Of a folder it is known where a file lies; a million of them need no list of it.
  const stored = root === null ? new Map(files.map(({ path, file }) => [path, file])) : null
  const paths = stored ? [...stored.keys()] : files.map(({ path }) => path)
  const readings = choice ? null : layoutReadings(paths, folders)
  if (readings)
    throw new GlassboxError('dataset/ambiguous-layout', `The folder can be read in ${readings.length} ways.`, {
      hint: 'Choose which of its folders are the classes.',
      details: { readings },
    })
  const { classes, items, skipped, layout } = readLayout(paths, folders, choice === 'usual' ? undefined : choice)
  const fileOf = (path: string): string => stored?.get(path) ?? join(root!, path)
  const entries = items.map((item) => ({ ...item, read: () => readPictureHere(fileOf(item.path)) }))
  return { classes, entries, skipped, prepare: {}, files: null, reading: { layout }, format: null, fileOf }
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
