import { GlassboxError } from '../contract/errors.ts'

/** SQLite's own errors as ours. */
export function asStorageError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  if (error.code === 'SQLITE_FULL' || error.code === 'ENOSPC')
    return new GlassboxError('storage/disk-full', 'The disk is full: nothing more could be saved.', {
      hint: 'Free some space on the disk of the home folder, then try again. Everything saved before is safe.',
      cause: error,
    })
  if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB')
    return new GlassboxError('storage/damaged', `The database is damaged: ${error.message}.`, {
      hint: 'Start Glassbox again: what can be read is taken over into a new file, and the damaged one is kept.',
      cause: error,
    })
  if (error.code.startsWith('SQLITE_BUSY'))
    return new GlassboxError('storage/busy', 'The database is in use by another program.', {
      hint: 'Close that program, then try again.',
      cause: error,
    })
  if (error.code.startsWith('SQLITE_READONLY') || error.code === 'SQLITE_CANTOPEN')
    return new GlassboxError('home/read-only', `The home folder cannot be written: ${error.message}.`, {
      hint: 'Check its permissions, or choose another folder with --home.',
      cause: error,
    })
  return error
}

export function isSqliteError(error: unknown, prefix: string): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith(prefix)
}
