import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Puts a finished file in its place, on the disk before it has its name: what has the name is whole, whenever the power
 * fails.
 */
export function putInPlace(part: string, file: string): void {
  sync(part)
  renameSync(part, file)
  // Windows cannot open a folder; its file system keeps names in order by itself.
  if (process.platform !== 'win32') sync(dirname(file))
}

/** Removes a file that was not finished. */
export function discard(part: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(part + suffix, { force: true })
}

function sync(path: string): void {
  const file = openSync(path, process.platform === 'win32' ? 'r+' : 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
