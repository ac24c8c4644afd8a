import { GlassboxError } from '../../src-main/contract/errors.ts'

export interface PathFile {
  /** Path inside the folder, with `/` between the parts. */
  readonly path: string
  readonly file: File
}

/** A folder of pictures as the page received it. */
export interface PickedFolder {
  readonly name: string
  readonly files: readonly PathFile[]
}

/** Files that operating systems leave in folders, no person's data: .DS_Store, Thumbs.db, desktop.ini, __MACOSX, ._x. */
const LITTER = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*|__MACOSX(\/.*)?)$/i

/**
 * Reads what was dropped. One folder is the data set; several folders together are its classes.
 * Must be called while the drop event runs: the browser empties the list afterwards.
 * @throws {GlassboxError} `dataset/not-a-folder` when no folder is among the things dropped.
 */
export async function folderFromDrop(items: DataTransferItemList): Promise<PickedFolder> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const folders = entries.filter((entry) => entry.isDirectory)
  const [first, second] = folders
  if (!first) throw notAFolder()
  const files: PathFile[] = []
  for (const entry of entries) await walk(entry, second || entry !== first ? entry.name : '', files)
  const name = second ? nameOf(folders.map((folder) => folder.name)) : first.name
  return { name, files: withoutLitter(files) }
}

/**
 * Reads what a folder picker gave (`<input webkitdirectory>`).
 * @throws {GlassboxError} `dataset/no-pictures` when the folder is empty.
 */
export function folderFromInput(list: FileList | readonly File[]): PickedFolder {
  const files = [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
  const first = files[0]
  if (!first) throw new GlassboxError('dataset/no-pictures', 'The folder is empty.')
  const name = first.path.split('/')[0] ?? first.path
  return { name, files: withoutLitter(files.map(({ path, file }) => ({ path: path.slice(name.length + 1), file }))) }
}

/** Every file among the things dropped, folders read through. To be called while the drop event runs. */
export async function filesFromDrop({ items, files }: DataTransfer): Promise<PathFile[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  // Pictures dragged out of another page come as files without an entry.
  if (entries.length === 0) return [...files].map((file) => ({ path: file.name, file }))
  const found: PathFile[] = []
  for (const entry of entries) await walk(entry, entry.name, found)
  return withoutLitter(found)
}

async function walk(entry: FileSystemEntry, path: string, into: PathFile[]): Promise<void> {
  if (isFile(entry)) {
    into.push({ path, file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) })
  } else if (isDirectory(entry)) {
    for (const child of await readAll(entry)) await walk(child, path ? `${path}/${child.name}` : child.name, into)
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

function nameOf(folders: readonly string[]): string {
  const shown = folders.slice(0, 3).join(', ')
  return folders.length > 3 ? `${shown} and ${folders.length - 3} more` : shown
}

function notAFolder(): GlassboxError {
  return new GlassboxError('dataset/not-a-folder', 'That is not a folder.', {
    hint: 'Drop a folder that holds one sub-folder of pictures per class. To classify single pictures, open Classify.',
  })
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
