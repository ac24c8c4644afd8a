import { opendir, realpath, stat } from 'node:fs/promises'
import { sep } from 'node:path'
import { GlassboxError } from '../contract/errors.ts'
import { cancelled } from './cancelled.ts'
import type { SkippedFile } from '../contract/types.ts'
import { isLitter } from './litter.ts'
import { errno } from './read-picture.ts'

/** A file under the name it has inside the folder, with `/` between the parts, and where it is stored. */
export interface ListedFile {
  path: string
  file: string
}

export interface Listing {
  files: ListedFile[]
  /** Every folder below the root, empty ones too. */
  folders: string[]
  skipped: SkippedFile[]
}

interface Folder {
  path: string
  file: string
}

/** Entries of a folder that are read at a time. */
const BATCH = 1000

/**
 * Lists every regular file below a folder, without opening any.
 *
 * Links are followed, after all real folders; a link to a folder that was read already is listed as skipped, so loops end
 * and no picture comes twice. Pipes, sockets and devices are never opened. What cannot be read is listed with its reason.
 *
 * @throws {GlassboxError} `dataset/not-found`, `dataset/not-a-folder` or `dataset/no-permission` for the root itself;
 *   `cancelled`
 */
export async function listFiles(root: string, signal?: AbortSignal): Promise<Listing> {
  const listing: Listing = { files: [], folders: [], skipped: [] }
  const seen = new Set<string>()
  const real: Folder[] = [{ path: '', file: root }]
  const linked: Folder[] = []
  for (let folder = real.pop(); folder; folder = real.pop() ?? linked.shift()) {
    if (signal?.aborted) throw cancelled()
    try {
      const identity = await realpath(folder.file)
      if (seen.has(identity)) {
        listing.skipped.push(skip(folder.path, 'This link leads to a folder that was read already.'))
        continue
      }
      seen.add(identity)
      // Not all entries at once: a folder may hold a million.
      const entries = await opendir(folder.file, { bufferSize: BATCH })
      if (folder.path !== '') listing.folders.push(folder.path)
      for await (const entry of entries) {
        if (isLitter(entry.name)) continue
        // Put together only when it is needed: meanwhile both paths share the folder's and the name.
        const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`
        const file = `${folder.file}${sep}${entry.name}`
        if (entry.isFile()) listing.files.push({ path, file })
        else if (entry.isDirectory()) real.push({ path, file })
        else await follow({ path, file }, listing, linked)
        if (signal?.aborted) throw cancelled()
      }
    } catch (error) {
      if (error instanceof GlassboxError) throw error
      if (folder.path === '') throw rootError(root, error)
      listing.skipped.push(folderProblem(folder.path, error))
    }
  }
  return listing
}

/** Links, and the special files that only `stat` can tell. */
async function follow(entry: Folder, listing: Listing, linked: Folder[]): Promise<void> {
  try {
    const target = await stat(entry.file)
    if (target.isFile()) listing.files.push(entry)
    else if (target.isDirectory()) linked.push(entry)
    else listing.skipped.push(skip(entry.path, 'This is a pipe, a socket or a device, not a file.'))
  } catch (error) {
    const loop = errno(error) === 'ELOOP'
    listing.skipped.push(skip(entry.path, loop ? 'This link leads back to itself.' : 'This link leads nowhere.'))
  }
}

const skip = (path: string, reason: string): SkippedFile => ({ path, code: 'picture/unreadable', reason })

function folderProblem(path: string, error: unknown): SkippedFile {
  const code = errno(error)
  if (code === 'EACCES' || code === 'EPERM')
    return { path, code: 'dataset/no-permission', reason: 'You have no permission to open this folder.' }
  return { path, code: 'dataset/not-found', reason: `This folder cannot be opened (${code ?? String(error)}).` }
}

/** The error of a data folder that cannot be opened, from the system's error. */
export function rootError(root: string, cause: unknown): GlassboxError {
  const code = errno(cause)
  if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENAMETOOLONG') {
    return new GlassboxError('dataset/not-found', `There is no folder at ${root}.`, {
      hint: 'Check the path; if the folder was moved, choose it at its new place.',
      cause,
    })
  }
  if (code === 'ENOTDIR') {
    return new GlassboxError('dataset/not-a-folder', `${root} is not a folder.`, {
      hint: 'Choose the folder that holds one folder per class.',
      cause,
    })
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new GlassboxError('dataset/no-permission', `You have no permission to open ${root}.`, {
      hint: 'Change the permissions of the folder, or copy it to a place of your own.',
      cause,
    })
  }
  throw cause
}
