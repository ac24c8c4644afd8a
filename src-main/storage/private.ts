import { chmodSync, closeSync, lstatSync, mkdirSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/*
 * Nothing in a home folder is for other users of the machine, whatever the umask and the folder's own mode, which belongs
 * to whoever made the folder. Windows gives what lies below a person's profile to that person alone.
 */

/** Makes a folder, or tightens the mode of one that is there. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  tighten(folder, 0o700)
}

/** Makes an empty file that nobody else can have opened before, or tightens the mode of one that is there. */
export function privateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch {
    // It is there already, or cannot be made: whoever opens it next is told.
    tighten(file, 0o600)
  }
}

/** A file that is not there, or that somebody else made, stays as it is. */
export function tighten(path: string, mode: number): void {
  if (process.platform === 'win32') return
  try {
    chmodSync(path, mode)
  } catch {
    // told by whatever uses it
  }
}

/** @returns the first link in this folder that another user made, to be followed by us */
export function foreignLink(folder: string): string | undefined {
  const self = process.getuid?.()
  if (self === undefined) return
  const links = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isSymbolicLink())
  return links.map(({ name }) => join(folder, name)).find((link) => lstatSync(link).uid !== self)
}
