import { GlassboxError } from '../../src-main/contract/errors.ts'
import { isTableName } from '../../src-main/contract/types.ts'

export interface PathFile {
  /** Path inside the folder, with `/` between the parts. */
  readonly path: string
  /** Opens the file; rejects when the browser may not read it. */
  readonly file: () => Promise<File>
}

/** A picture that the application reads by itself. */
export interface DiskPicture {
  /** Absolute. */
  readonly path: string
  readonly onDisk: true
}
export type Picture = PathFile | DiskPicture

/** A folder of pictures as the page received it. */
export interface PickedFolder {
  readonly name: string
  readonly files: readonly PathFile[]
}

/** Files that operating systems leave in folders, no person's data: .DS_Store, Thumbs.db, desktop.ini, __MACOSX, ._x. */
const LITTER = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*|__MACOSX(\/.*)?)$/i

/** Told how many files were found so far. */
export type OnFound = (count: number) => void

/** What lies in a drop. To be called while the drop event runs: the browser empties the list afterwards. */
export function droppedEntries(items: DataTransferItemList): FileSystemEntry[] {
  return [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
}

/** The one folder that was dropped, as a file without contents: its path can be asked for. To be called while the drop event runs. */
export function droppedFolder(items: DataTransferItemList): File | null {
  const [item, second] = items
  return item && !second && item.webkitGetAsEntry()?.isDirectory ? item.getAsFile() : null
}

/** The one table that was dropped. To be called while the drop event runs. */
export function droppedTable(items: DataTransferItemList): File | null {
  const [item, second] = items
  const entry = item && !second ? item.webkitGetAsEntry() : null
  return entry?.isFile && isTableName(entry.name) ? (item?.getAsFile() ?? null) : null
}

/**
 * Reads folders that were dropped. One is the data set; several together are its classes.
 * @throws {GlassboxError} `dataset/not-a-folder` when no folder is among them.
 */
export async function folderFromDrop(entries: readonly FileSystemEntry[], onFound?: OnFound): Promise<PickedFolder> {
  const folders = entries.filter((entry) => entry.isDirectory)
  const [first, second] = folders
  if (!first) throw notAFolder(entries)
  const files: PathFile[] = []
  for (const entry of entries) await walk(entry, second || entry !== first ? entry.name : '', files, onFound)
  const name = second ? nameOf(folders) : first.name
  return { name, files: withoutLitter(files) }
}

/**
 * Reads what a folder picker gave (`<input webkitdirectory>`).
 * @throws {GlassboxError} `dataset/no-pictures` when the folder is empty.
 */
export function folderFromInput(list: FileList | readonly File[]): PickedFolder {
  const files = [...list].map((file) => pathFile(file, file.webkitRelativePath || file.name))
  const first = files[0]
  if (!first) throw new GlassboxError('dataset/no-pictures', 'The folder is empty.')
  const name = first.path.split('/')[0] ?? first.path
  return { name, files: withoutLitter(files.map(({ path, file }) => ({ path: path.slice(name.length + 1), file }))) }
}

/** Every file among the things dropped, folders read through. To be called while the drop event runs. */
export async function filesFromDrop({ items, files }: DataTransfer): Promise<PathFile[]> {
  const entries = droppedEntries(items)
  // Pictures dragged out of another page come as files without an entry.
  if (entries.length === 0) return [...files].map((file) => pathFile(file))
  const found: PathFile[] = []
  for (const entry of entries) await walk(entry, entry.name, found)
  return withoutLitter(found)
}

/** A file that the browser has opened already. */
export function pathFile(file: File, path = file.name): PathFile {
  return { path, file: () => Promise.resolve(file) }
}

/** Files are opened only when they are sent: opening thousands of them first would take longer than sending. */
async function walk(entry: FileSystemEntry, path: string, into: PathFile[], onFound?: OnFound): Promise<void> {
  if (isFile(entry)) {
    into.push({ path, file: () => new Promise((resolve, reject) => entry.file(resolve, reject)) })
  } else if (isDirectory(entry)) {
    const children = await readAll(entry).catch((cause: unknown) => {
      into.push({ path, file: () => Promise.reject(new Error('This folder cannot be read.', { cause })) })
      return []
    })
    for (const child of children) await walk(child, path ? `${path}/${child.name}` : child.name, into, onFound)
    onFound?.(into.length)
  }
}

/** `readEntries` gives at most 100 at a time, and an empty list at the end. */
async function readAll(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

function withoutLitter(files: readonly PathFile[]): PathFile[] {
  return files.filter(({ path }) => !LITTER.test(path))
}

function nameOf(entries: readonly FileSystemEntry[]): string {
  const shown = entries
    .slice(0, 3)
    .map(({ name }) => name)
    .join(', ')
  return entries.length > 3 ? `${shown} and ${entries.length - 3} more` : shown
}

function notAFolder(entries: readonly FileSystemEntry[]): GlassboxError {
  const what =
    entries.length > 0 ? `There is no folder in what was dropped: ${nameOf(entries)}.` : 'That is not a folder.'
  return new GlassboxError('dataset/not-a-folder', what, {
    hint: 'Drop a folder that holds one sub-folder of pictures per class. To classify single pictures, open Classify.',
  })
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
