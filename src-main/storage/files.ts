import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** The one database of a home folder. */
export const DATABASE_FILE = 'glassbox.sqlite'

/** The folder of damaged databases inside a home folder; nothing in it is ever deleted. */
export const DAMAGED_FOLDER = 'damaged'

/** The format that a file's first page tells, read without opening it as a database; null where there is none. */
export function formatOfFile(home: string): number | null {
  const file = join(home, DATABASE_FILE)
  if (!existsSync(file)) return null
  const header = Buffer.alloc(64)
  const fd = openSync(file, 'r')
  try {
    return readSync(fd, header) === header.length ? header.readUInt32BE(60) : null
  } finally {
    closeSync(fd)
  }
}
